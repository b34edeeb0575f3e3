// Plotly with the traces that our figures use, and no others: a test compares them.
import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";
import choropleth from "plotly.js/lib/choropleth";
import heatmap from "plotly.js/lib/heatmap";
import scattergeo from "plotly.js/lib/scattergeo";

Plotly.register([bar, choropleth, heatmap, scattergeo]); // scatter is in the core
window.Plotly = Plotly;
