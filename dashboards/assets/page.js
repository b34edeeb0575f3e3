// Draws what one address shows. Dash would wrap each element in subscriptions to its
// store, each called at every change: with n elements that is n² calls, half a minute
// for a table of 400 rows. Here React gets the tree of elements as it is, and Plotly its
// figures one at a time, so that the first is seen while the next is drawn.
(function () {
  "use strict";
  const React = window.React;
  const OWN = new Set(["children", "disable_n_clicks", "n_clicks", "n_clicks_timestamp"]);

  function attributes(props, key) {
    const kept = { key };
    for (const [name, value] of Object.entries(props)) {
      if (!OWN.has(name) && value !== null) { kept[name] = value; }
    }
    return kept;
  }

  function field(tag, { value, ...props }, key) {
    return React.createElement(tag, { ...attributes(props, key), defaultValue: value });
  }

  const LINE = 18; // letters up to which a cell is one line
  const WIDE = 48; // beyond which it needs a wide column

  function cellOf(cell, place, absent) {
    if (cell === null) { return React.createElement("td", { className: "absent" }, absent); }
    const [text, href, isNumber] = Array.isArray(cell) ? cell : [cell];
    const content = href ? React.createElement("a", { href }, text) : text;
    const size = text.length <= LINE ? "short" : text.length > WIDE ? "long" : undefined;
    if (place === 0) { return React.createElement("th", { scope: "row", className: size }, content); }
    return React.createElement("td", { className: isNumber ? "number" : size }, content);
  }

  function rowsOf({ rows, absent }, key) {
    const made = rows.map((row) => React.createElement(
      "tr", null, ...row.map((cell, place) => cellOf(cell, place, absent))));
    return React.createElement("tbody", { key }, ...made);
  }

  const made = {
    Graph: (props, key) => React.createElement(Figure, { ...props, key }),
    Input: (props, key) => field("input", props, key),
    Rows: rowsOf,
    Textarea: (props, key) => field("textarea", props, key),
  };

  function element(node, key) {
    if (node === null || node === undefined || typeof node !== "object") { return node; }
    if (Array.isArray(node)) { return node.map(element); }
    const { namespace, type, props } = node;
    if (namespace === "dash_html_components") {
      const within = props.children;
      const children = Array.isArray(within) ? within.map(element) : [element(within)];
      return React.createElement(type.toLowerCase(), attributes(props, key), ...children);
    }
    if (namespace === "dash_core_components" && made[type]) { return made[type](props, key); }
    throw new Error(`page.js does not draw ${namespace}.${type}`);
  }

  // Plotly is large and comes last, so words and tables stand before it is there.
  const plotly = () => window.Plotly ? Promise.resolve() : new Promise((ready) => {
    document.getElementById("plotly").addEventListener("load", ready);
  });
  const painted = () => new Promise((done) => { setTimeout(done, 0); });
  let queue = Promise.resolve();

  function Figure({ figure, config, className }) {
    const place = React.useRef(null);
    React.useEffect(() => {
      const drawn = place.current;
      const { data, layout, width } = window.narrow(figure, drawn.clientWidth);
      drawn.style.height = `${layout.height}px`;
      if (width) { // wider than the screen: whoever has no mouse moves it by its keys
        drawn.style.width = `${width}px`;
        drawn.parentElement.classList.add("moved");
        drawn.parentElement.tabIndex = 0;
      }
      queue = queue.then(plotly).then(painted).then(() => {
        if (drawn.isConnected) { return window.Plotly.newPlot(drawn, data, layout, config); }
        return undefined;
      }).catch((error) => {
        // One that fails must not keep those after it from being drawn.
        console.error("page.js could not draw a figure:", error);
      });
      return () => { if (window.Plotly) { window.Plotly.purge(drawn); } };
    }, [figure]);
    return React.createElement("div", { className, ref: place, style: { height: figure.layout.height } });
  }

  function Page({ id, tree, setProps }) {
    React.useEffect(() => {
      setProps({ address: window.location.pathname + window.location.search });
    }, []);
    const drawn = React.useMemo(() => tree && element(JSON.parse(tree)), [tree]);
    return React.createElement("div", { id }, drawn);
  }

  window.weegboek = { Page };
})();
