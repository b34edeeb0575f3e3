// Remembers, only when the reader asks, up to where they have seen each ledger: in this
// browser's localStorage, and nowhere else. Words come with the panel (data-words).
(function () {
  "use strict";
  const KEPT = "weegboek-visits";
  const SEEN = /^[1-9][0-9]{0,15}\.[A-Za-z0-9_-]{43}$/;

  // What another page or program left there is not trusted to have this form.
  function visits() {
    let kept = null;
    try { kept = JSON.parse(window.localStorage.getItem(KEPT)); } catch { return {}; }
    return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
  }
  function visitOf(ledger) {
    const kept = visits();
    const one = Object.prototype.hasOwnProperty.call(kept, ledger) ? kept[ledger] : null;
    const sound = one && SEEN.test(one.seen) && /^\d{4}-\d\d-\d\d$/.test(one.day);
    return sound ? one : null;
  }
  function store(ledger, visit) {
    const kept = visits();
    delete kept[ledger];
    if (visit) { kept[ledger] = visit; }
    try {
      if (Object.keys(kept).length) { window.localStorage.setItem(KEPT, JSON.stringify(kept)); }
      else { window.localStorage.removeItem(KEPT); }
    } catch { return false; }
    return true;
  }
  function show(panel, refused) {
    const words = JSON.parse(panel.dataset.words);
    const said = panel.querySelector(".remembered");
    const visit = visitOf(panel.dataset.ledger);
    panel.dataset.shown = "yes";
    panel.querySelector('[data-visit="forget"]').hidden = !visit;
    if (refused || !visit) { said.textContent = refused ? words.refused : words.none; return; }
    const language = document.documentElement.lang;
    const day = new Date(`${visit.day}T12:00:00`).toLocaleDateString(language, { dateStyle: "long" });
    const n = Number(visit.seen.split(".")[0]).toLocaleString(language);
    const link = document.createElement("a");
    link.href = panel.dataset.address + visit.seen;
    link.textContent = words.show;
    said.replaceChildren(words.kept.replace("{day}", day).replace("{n}", n), " ", link);
  }
  function look() {
    for (const panel of document.querySelectorAll(".visit:not([data-shown])")) { show(panel, false); }
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("button[data-visit]");
    const panel = button && button.closest(".visit");
    if (!panel) { return; }
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((one) => String(one).padStart(2, "0")).join("-");
    const visit = button.dataset.visit === "remember" ? { seen: panel.dataset.seen, day } : null;
    show(panel, !store(panel.dataset.ledger, visit));
  });
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
