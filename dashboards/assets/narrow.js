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
  const AROUND = 40; // pixels of margins and of the axis
  const LEGEND = 20; // pixels of a name in the legend
  const SIGN = 70; // pixels of what stands beside it
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
    const tall = Math.abs(range[1] - range[0]) * height;
    return {
      data: ends ? data.map((one) => (long(one) ? { ...one, text: null } : one)) : data,
      layout: {
        ...layout,
        margin,
        height: Math.round(tall + AROUND + (layout.showlegend ? data.length * LEGEND : 0)),
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

  // Fields with more in them than fits keep their width, and the grid is moved along.
  function roomy(figure, width) {
    const { xaxis, yaxis, annotations } = figure.layout;
    const widest = (texts) => Math.max(...texts.flatMap((text) => String(text).split("<br>")).map((line) => line.length), 1) * LETTER;
    const field = Math.max(widest(xaxis.ticktext), widest(annotations.map((note) => note.text))) + 6;
    const needed = Math.round(widest(yaxis.ticktext) + 34 + field * xaxis.ticktext.length);
    return needed > width ? { ...figure, width: needed } : figure;
  }

  // Names of rows that stand above them, from the left edge on.
  function rowsFolded({ data, layout }, width) {
    const isName = (note) => note.xref === "paper" && note.xanchor === "left" && note.yref === "y" && !note.text.includes("<");
    let more = 0;
    const annotations = layout.annotations.map((note) => {
      const lines = isName(note) ? folded(note.text, width - 24) : [note.text];
      if (lines.length < 2) { return note; }
      more += LINE;
      return { ...note, text: lines.join("<br>"), align: "left", yanchor: "bottom", y: note.y + 0.22 };
    });
    return more ? { data, layout: { ...layout, annotations, height: layout.height + 2 * more } } : { data, layout };
  }

  // Names in a legend that are longer than the screen is wide.
  function legendFolded(figure, width) {
    const data = figure.data.map((one) => {
      const lines = one.name ? folded(one.name, width - SIGN) : [];
      return lines.length > 1 ? { ...one, name: lines.join("<br>") } : one;
    });
    return { ...figure, data };
  }

  // Names of bands along a time axis: where the next one is near, only the last word.
  function bandsShort(figure, width) {
    const { layout, data } = figure;
    const days = (data[0]?.x ?? []).map((day) => Date.parse(day));
    const isBand = (note) => note.yref === "paper" && note.xref === "x" && note.xanchor === "left";
    const starts = (layout.annotations ?? []).filter(isBand).map((note) => Date.parse(note.x));
    const span = Math.max(...days) - Math.min(...days);
    if (layout.xaxis?.type !== "date" || !starts.length || !(span > 0)) { return figure; }
    const annotations = layout.annotations.map((note) => {
      const room = (Math.min(...starts.filter((one) => one > Date.parse(note.x))) - Date.parse(note.x)) * (width - AROUND) / span;
      return isBand(note) && room < note.text.length * LETTER ? { ...note, text: note.text.split(" ").pop() } : note;
    });
    return { ...figure, layout: { ...layout, annotations } };
  }

  function narrow(figure, width) {
    return width > NARROW ? figure : legendFolded(bandsShort(fitted(figure, width), width), width);
  }

  function fitted(figure, width) {
    const { data, layout } = figure;
    const lies = data.some((one) => one.type === "bar" && one.orientation === "h");
    if (lies && layout.yaxis.showticklabels !== false && (layout.yaxis.tickvals || layout.yaxis.categoryarray)) {
      return namedAbove(figure, width);
    }
    if (data[0]?.type === "heatmap" && !layout.xaxis.ticktext && data[0].x.length > 8) { return { data, layout, width: WIDE }; }
    if (data[0]?.type === "heatmap" && layout.xaxis.ticktext) { return roomy(figure, width); }
    if (layout.annotations && layout.yaxis?.showticklabels === false) { return rowsFolded(figure, width); }
    if (layout.geo) {
      const wide = data.map((one) => (one.colorbar ? { ...one, colorbar: { ...one.colorbar, len: 1 } } : one));
      return { data: wide, layout: { ...layout, height: Math.round(width * 0.55) + 90 } };
    }
    return figure;
  }

  window.narrow = narrow;
})();
