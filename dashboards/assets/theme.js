// Runs before the first paint, so that no page flashes in the other scheme. The
// server reads the cookie to draw figures in the same scheme.
(function () {
  "use strict";
  var root = document.documentElement;
  function stored() {
    try { return window.localStorage.getItem("scheme"); } catch (e) { return null; }
  }
  function apply(scheme) {
    root.setAttribute("data-scheme", scheme);
    document.cookie = "scheme=" + scheme + ";path=/;max-age=31536000;SameSite=Strict";
  }
  var dark = window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)").matches;
  apply(stored() || (dark ? "dark" : "light"));
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button.scheme");
    if (!button) { return; }
    var next = root.getAttribute("data-scheme") === "dark" ? "light" : "dark";
    try { window.localStorage.setItem("scheme", next); } catch (e) { /* private mode */ }
    apply(next);
    window.location.reload();
  });
})();
