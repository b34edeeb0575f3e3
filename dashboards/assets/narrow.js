// Figures for a screen as narrow as a phone. The server draws for a page's full width;
// here names move from beside the bars to above them, so that neither is cut.
(function () {
  "use strict";
  const NARROW = 520; // pixels
  const WIDE = 640; // pixels of a grid of many columns, to be moved along
  const LINE = 15; // pixels of a line of a name
  const BAR = 16; // pixels of a bar
  const WRITTEN = 22; // pixels of one with words in it
  const LETTER = 6.6; // pixels of a letter, generously
  const SHORT = 7; // letters that still fit behind a bar

  function folded(name, width) {
    const lines = [""];
    for (const word of String(name).replaceAll("<br>", " ").split(" ")) {
      const joined = `${lines[lines.length - 1]} ${word}`.trim();
      if (joined.length * LETTER <= width || !lines[lines.length - 1]) { lines[lines.length - 1] = joined; }
      else { lines.push(word); }
    }
    return lines;
  }

  // Bars that lie, with their names beside them: names go above. What stands behind a
  // bar and is long goes with the name.
  function namedAbove({ data, layout }, width) {
    const { yaxis } = layout;
    const rows = yaxis.tickvals ?? [...yaxis.categoryarray].reverse();
    const long = (one) => (one.text ?? []).some((text) => String(text).length > SHORT);
    const ends = yaxis.tickvals ? data.find(long)?.text : undefined;
    const names = rows.map((row, at) => folded((yaxis.tickvals ? data[0].customdata?.[at] ?? yaxis.ticktext[at] : row) + (ends ? ` ·\u00a0${String(ends[at]).replaceAll(" ", "\u00a0")}` : ""), width));
    const lines = Math.max(...names.map((one) => one.length), 1);
    const bar = yaxis.tickvals ? BAR : WRITTEN;
    const height = lines * LINE + bar + 14;
    const half = bar / height / 2;
    const above = half + (lines * LINE + 6) / height;
    const range = yaxis.tickvals ? [rows.length - 1 + half + 0.1, -above] : [-half - 0.1, rows.length - 1 + above];
    const margin = { ...layout.margin, l: 4, r: ends ? 8 : layout.margin.r };
    return {
      data: ends ? data.map((one) => (long(one) ? { ...one, text: null } : one)) : data,
      layout: {
        ...layout,
        margin,
        height: 90 + height * rows.length,
        bargap: 1 - bar / height,
        annotations: [...(layout.annotations ?? []), ...rows.map((row, at) => ({
          x: 0, xref: "paper", xanchor: "left", y: row, yref: "y", yanchor: "bottom", yshift: bar / 2 + 1,
          align: "left", showarrow: false, text: names[at].join("<br>"), font: { size: 12, color: yaxis.color },
        }))],
        xaxis: { ...layout.xaxis, tickangle: 0, nticks: 5 },
        yaxis: { ...yaxis, autorange: false, range, showticklabels: false },
      },
    };
  }

  // Names of columns do not fit beside each other.
  function aslant({ data, layout }) {
    const ticktext = layout.xaxis.ticktext.map((text) => text.replaceAll("<br>", " "));
    const xaxis = { ...layout.xaxis, ticktext, tickangle: -45, ticklabeloverflow: "allow" };
    return { data, layout: { ...layout, xaxis, margin: { ...layout.margin, r: 34 } } };
  }

  function narrow(figure, width) {
    if (width > NARROW) { return figure; }
    const { data, layout } = figure;
    const lies = data.some((one) => one.type === "bar" && one.orientation === "h");
    if (lies && layout.yaxis.showticklabels !== false && (layout.yaxis.tickvals || layout.yaxis.categoryarray)) {
      return namedAbove(figure, width);
    }
    if (data[0]?.type === "heatmap" && data[0].texttemplate && data[0].x.length > 8) { return { data, layout, width: WIDE }; }
    if (data[0]?.type === "heatmap" && layout.xaxis.ticktext) { return aslant(figure); }
    if (layout.geo) {
      const wide = data.map((one) => (one.colorbar ? { ...one, colorbar: { ...one.colorbar, len: 1 } } : one));
      return { data: wide, layout: { ...layout, height: Math.round(width * 0.55) + 90 } };
    }
    return figure;
  }

  window.narrow = narrow;
})();
