// "Verify in my browser": runs the checks of proof.js and says each step in words. The
// same file stands on the pages and, inline, on a saved proof sheet. Words come with the
// panel (data-words), so that this file speaks no language.
(function () {
  "use strict";
  const proof = window.weegboekProof;
  const PREVIOUS = [10, 74]; // where an entry names the one before it (docs/FORMAT.md)
  const held = new WeakMap(); // panel -> files that the reader chose, byte for byte

  const words = (panel) => JSON.parse(panel.dataset.words);
  // As on the pages, a number takes what it counts with it: {n:entry|entries}.
  const counted = (value, one, many) => {
    const number = Number(value).toLocaleString(document.documentElement.lang);
    const form = Number(value) === 1 ? one : many;
    return form.includes("#") ? form.replaceAll("#", number) : `${number} ${form}`;
  };
  function filled(text, values) {
    return text.replace(/\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}/g, (whole, name, one, many) => {
      if (!(name in values)) { return whole; }
      return one === undefined ? values[name] : counted(values[name], one, many);
    });
  }
  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    return made;
  }
  const field = (panel, name) => panel.querySelector(`[data-field="${name}"] textarea, [data-field="${name}"] input`);
  const typed = (panel, name) => (field(panel, name) ? field(panel, name).value : "");

  // A run collects steps; one that fails does not stop those after it.
  function runOf(panel) {
    const said = words(panel);
    const list = panel.querySelector(".steps");
    const status = panel.querySelector(".outcome");
    let [wrong, open] = [0, 0];
    list.replaceChildren();
    status.className = "outcome";
    status.textContent = said.busy;
    const show = (kind, word, values, lines) => {
      const item = element("li", kind);
      item.append(element("strong", "", `${said[`mark_${kind}`]} `), filled(said[word] || word, values));
      for (const line of lines || []) { item.append(element("code", "", line)); }
      list.append(item);
    };
    return {
      async step(word, action) {
        try {
          const { values, lines } = await action();
          show("sound", word, values || {}, lines);
        } catch (error) {
          if (!(error instanceof proof.Finding)) { throw error; }
          const lacks = error instanceof proof.CouldNot;
          if (lacks) { open += 1; } else { wrong += 1; }
          show(lacks ? "open" : "wrong", error.word, {}, error.detail ? [].concat(error.detail) : []);
        }
      },
      done(outcome) {
        const kind = wrong ? "wrong" : open ? "open" : "sound";
        status.className = `outcome notice ${kind}`;
        status.textContent = kind === "sound" ? filled(said.all_sound, outcome) : filled(said[`some_${kind}`], { n: wrong || open });
        panel.dataset.outcome = kind;
      },
    };
  }

  function mustEqual(one, two, word, lines) {
    if (!proof.same(one, two)) { throw new proof.Finding(word, lines); }
  }

  // What is to be checked of one entry: {entry, previous, index, hashes, note}.
  async function checkEntry(run, panel, given) {
    const shown = document.getElementById("entry-raw");
    let leaf, note, root;
    await run.step("step_entry", async () => {
      if (shown && panel.dataset.kind === "entry") {
        mustEqual(proof.encode(shown.textContent), given.entry, "entry_differs");
      }
      return { values: { index: given.index, bytes: given.entry.length } };
    });
    await run.step("step_leaf", async () => {
      leaf = await proof.leafHash(given.entry);
      const stated = panel.dataset.leaf;
      if (stated && stated !== proof.hex(leaf)) { throw new proof.Finding("leaf_differs", [proof.hex(leaf), stated]); }
      return { lines: [proof.hex(leaf)] };
    });
    if (given.previous !== undefined) {
      await run.step("step_chain", async () => {
        const named = proof.decode(given.entry.slice(...PREVIOUS));
        const made = proof.hex(given.index === 0 ? await proof.sha256() : await proof.leafHash(given.previous));
        if (named !== made) { throw new proof.Finding("chain_broken", [named, made]); }
        return { values: { index: given.index - 1 }, lines: [made] };
      });
    }
    await run.step("step_checkpoint", async () => {
      note = proof.parseNote(given.note);
      return { values: { origin: note.origin, size: note.size }, lines: [proof.base64(note.root)] };
    });
    if (!leaf || !note) { return note; }
    await run.step("step_path", async () => {
      const nodes = await proof.climb(given.index, note.size, leaf, given.hashes);
      root = nodes[nodes.length - 1];
      return { values: { n: given.hashes.length }, lines: nodes.slice(1).map((node) => proof.base64(node)) };
    });
    if (root) {
      await run.step("step_root", async () => {
        mustEqual(root, note.root, "root_differs", [proof.base64(root), proof.base64(note.root)]);
        return { lines: [proof.base64(root)] };
      });
    }
    return note;
  }

  async function checkSigned(run, panel, note) {
    await run.step("step_signature", async () => {
      const key = await proof.parseKey(typed(panel, "key"));
      await proof.checkSignature(note, key);
      const others = note.lines.filter((line) => line.id !== key.id).length;
      return { values: { others }, lines: [`${key.name}+${key.id}`] };
    });
  }

  async function fetched(panel) {
    const index = Number(panel.dataset.index);
    const ledger = proof.ledgerAt(panel.dataset.ledger);
    const note = await ledger.checkpoint();
    if (!note) { throw new proof.CouldNot("missing", "checkpoint"); }
    const size = proof.parseNote(note).size;
    if (index >= size) { throw new proof.Finding("beyond_size", String(size)); }
    const entry = await ledger.entry(index, size);
    const previous = index === 0 ? null : await ledger.entry(index - 1, size);
    return { entry, previous, index, note, hashes: await ledger.path(index, size) };
  }
  function embedded(source) {
    const kept = JSON.parse(source.textContent);
    const parsed = proof.parseProof(proof.unbase64(kept.proof));
    const previous = kept.previous === null ? null : proof.unbase64(kept.previous);
    return { ...parsed, entry: proof.unbase64(kept.entry), previous };
  }
  function pasted(panel) {
    const files = held.get(panel) || {};
    // A field of text holds no last newline that cannot be seen; a file is taken as it is.
    const text = typed(panel, "proof").replace(/\n*$/, "\n");
    const parsed = proof.parseProof(files.proof || proof.encode(text));
    return { ...parsed, entry: files.entry || proof.encode(typed(panel, "entry")) };
  }

  const kinds = {
    async entry(run, panel) {
      let given;
      await run.step("step_files", async () => {
        const source = document.getElementById("evidence");
        given = source ? embedded(source) : await fetched(panel);
        return { lines: source ? [] : [new URL(panel.dataset.ledger, location.href).href] };
      });
      if (!given) { return {}; }
      const note = await checkEntry(run, panel, given);
      if (note) { await checkSigned(run, panel, note); }
      return { index: given.index };
    },
    async proof(run, panel) {
      let given;
      await run.step("step_proof", async () => {
        given = pasted(panel);
        return { values: { index: given.index } };
      });
      if (!given) { return {}; }
      const note = await checkEntry(run, panel, given);
      if (note) { await checkSigned(run, panel, note); }
      return { index: given.index };
    },
    async growth(run, panel) {
      let answer, older;
      const kept = typed(panel, "older").trim();
      if (kept) {
        await run.step("step_older", async () => {
          const note = proof.parseNote(proof.encode(`${kept}\n`));
          await proof.checkSignature(note, await proof.parseKey(typed(panel, "key")));
          older = note;
          return { values: { size: note.size }, lines: [proof.base64(note.root)] };
        });
        if (!older) { return {}; }
      }
      const oldSize = older ? older.size : Number(typed(panel, "old"));
      const newSize = Number(typed(panel, "new"));
      await run.step("step_growth_files", async () => {
        answer = await growthOf(panel, oldSize, newSize);
        return { values: { n: answer.proof.length }, lines: answer.proof };
      });
      if (!answer) { return {}; }
      const oldRoot = older ? older.root : proof.unbase64(answer.old_root);
      await run.step("step_growth", async () => {
        const made = await proof.grow(oldSize, newSize, oldRoot, answer.proof.map(proof.unbase64));
        mustEqual(made[0], oldRoot, "growth_wrong", [proof.base64(made[0]), proof.base64(oldRoot)]);
        mustEqual(made[1], proof.unbase64(answer.new_root), "growth_wrong", [proof.base64(made[1]), answer.new_root]);
        return { values: { old: oldSize, new: newSize }, lines: [proof.base64(made[0]), proof.base64(made[1])] };
      });
      const note = proof.parseNote(proof.encode(answer.note));
      if (note.size === newSize) {
        await run.step("step_root", async () => {
          mustEqual(note.root, proof.unbase64(answer.new_root), "root_differs", [proof.base64(note.root), answer.new_root]);
          return { lines: [proof.base64(note.root)] };
        });
        await checkSigned(run, panel, note);
      }
      return { index: newSize };
    },
  };
  async function growthOf(panel, oldSize, newSize) {
    let answer;
    try {
      answer = await fetch(`${panel.dataset.growth}&old=${oldSize}&new=${newSize}`, { cache: "no-store" });
    } catch {
      throw new proof.CouldNot("unreachable", panel.dataset.growth);
    }
    const text = await answer.text();
    if (!answer.ok) { throw new proof.CouldNot("no_growth", text.slice(0, 200)); }
    return JSON.parse(text);
  }

  async function start(panel) {
    const run = runOf(panel);
    const outcome = await kinds[panel.dataset.kind](run, panel);
    run.done(outcome);
  }

  function choose(panel, name) {
    const chooser = element("input");
    chooser.type = "file";
    chooser.addEventListener("change", async () => {
      const file = chooser.files[0];
      if (!file || file.size > 2 * proof.MOST_NOTE) { return; }
      const raw = new Uint8Array(await file.arrayBuffer());
      held.set(panel, { ...held.get(panel), [name]: raw });
      panel.querySelector(`[data-chosen="${name}"]`).textContent = `${file.name} (${raw.length} B)`;
    });
    chooser.click();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("button[data-action]");
    const panel = button && button.closest(".verify");
    if (!panel) { return; }
    if (button.dataset.action === "check") { start(panel); } else { choose(panel, button.dataset.action); }
  });
})();
