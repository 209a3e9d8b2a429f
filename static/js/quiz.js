/* A quiz without loading pages: the server's part takes the place of the question; what is not saved yet waits for the line. */
(() => {
  const declic = self.declic, queue = new Map();  // of each question, the last value that is not saved yet
  let edited = null, timer = 0, running = null, failing = false, wait = 0, born = 0, kick = () => {};
  const box = () => document.querySelector("[data-question]");
  const current = () => document.querySelector("form[data-quiz]");
  const key = (form) => form.elements.attempt ? form.elements.attempt.value + form.elements.question.value : form.action;

  const say = (name, share = 0) => {
    const state = box()?.querySelector("[data-state]"), words = box()?.dataset[name] || "";
    if (!state) return;
    state.textContent = share ? `${words} ${share} %` : words;
    state.classList.toggle("waiting", name === "saving" || name === "unsaved");
  };
  const wake = (place) => {  // what only some questions need
    for (const part of place.querySelectorAll("[data-module]")) {
      import(part.dataset.module).then((module) => module.default(part)).catch(() => {});
    }
  };
  const swap = (nodes) => {
    const next = nodes.querySelector("[data-question]"), place = box();
    if (!next || !place) return false;
    document.querySelector("template[data-following]")?.remove();
    place.replaceWith(nodes);
    wake(next);
    if (next.dataset.title) document.title = next.dataset.title;
    if (next.dataset.url) history.replaceState(null, "", next.dataset.url);
    const start = next.querySelector("[data-errors],[data-focus]") || next;
    start.setAttribute("tabindex", "-1");
    start.focus();
    return true;
  };

  const withFiles = (form) => form.enctype === "multipart/form-data";
  const fields = (form) => {
    const all = withFiles(form) ? new FormData(form) : new URLSearchParams(new FormData(form)), base = form.elements.sequence;
    if (base) all.set("sequence", Math.round(+base.value + performance.now() - born));
    return all;
  };
  const put = (form, body, address) => {
    queue.set(key(form), { form, body, address, draft: address === form.dataset.quiz });
    run();
  };
  const keepDraft = () => {
    clearTimeout(timer);
    const form = edited;
    edited = null;
    if (form?.dataset.quiz) put(form, fields(form), form.dataset.quiz);
  };

  const hinted = (place, made) => {  // what is being typed meanwhile stays as it is
    for (const part of ["[data-hints]", "[data-state]"]) place.querySelector(part).replaceWith(made.querySelector(part));
    place.querySelector("[data-hint]").focus();
  };
  const settle = (item, answer, text) => {
    if (item.draft) return say(answer.ok ? "kept" : "");
    if (answer.redirected) return location.assign(answer.url);
    item.form.removeAttribute("data-busy");
    born = performance.now();
    const made = document.createElement("template");
    made.innerHTML = text;
    if (item.body.has("hint") && made.content.querySelector("[data-hint]") && box().contains(item.form)) return hinted(box(), made.content);
    if (answer.ok && swap(made.content)) return;
    const kept = new FormData(item.form);  // all but the button that was pressed
    for (const [name, value] of item.body) {
      if (!kept.has(name)) item.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    item.form.action = item.address;
    HTMLFormElement.prototype.submit.call(item.form);
  };
  const sendAll = async () => {
    while (queue.size) {
      const [name, item] = queue.entries().next().value;
      let answer = null, text;
      if (!failing) say("saving");
      const send = (withFiles(item.form) && declic.upload) || declic.post;
      try { answer = await send(item.address, item.body, (share) => say("saving", share)); text = await answer.text(); } catch { answer = null; }
      const replaced = queue.get(name) !== item;
      if (!answer || answer.status > 501) {
        if (replaced && !failing) continue;
        failing = true;
        wait = Math.min(15000, wait * 2 || 500);
        say("unsaved");
        declic.failed();
        await new Promise((done) => { kick = done; setTimeout(done, wait * (.75 + Math.random() / 2)); });
      } else if (answer.status === 401) {
        const back = await declic.back();  // null: somebody else came in, who is led to their own pages
        if (!back) { queue.clear(); edited = null; }
        if (back === false) location.reload();
      } else {
        failing = false;
        wait = 0;
        if (replaced && item.draft) continue;
        if (!replaced || !item.body.has("hint")) queue.delete(name);
        settle(item, answer, text);
      }
    }
  };
  const run = () => running ||= sendAll().finally(() => { running = null; if (queue.size) run(); });
  addEventListener("online", () => kick());

  declic.unsent = () => queue.size > 0;
  declic.drop = () => { clearTimeout(timer); queue.clear(); edited = null; kick(); };
  declic.flush = async () => { if (queue.size) { kick(); await run(); } };
  declic.draft = () => {
    const form = edited || [...queue.values()].find((item) => item.draft)?.form;
    for (const [name, item] of queue) if (item.draft) queue.delete(name);
    clearTimeout(timer);
    edited = null;
    return form?.elements.sequence ? fields(form) : null;
  };

  addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.quiz) return;
    const sent = queue.get(key(form));
    if (sent && !sent.draft) {  // changed before the answer was saved: it is not the one to save any more
      queue.delete(key(form));
      form.removeAttribute("data-busy");
      const sign = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      form.elements.submission.value = sign;
    }
    edited = form;
    say("");
    clearTimeout(timer);
    timer = setTimeout(keepDraft, 5000);
  });
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.hasAttribute("data-quiz") || !box()?.contains(form)) return;
    if (event.submitter?.hasAttribute("formaction") && !["hint", "send", "remove"].includes(event.submitter.name)) {  // a break: the browser itself sends the form, and what is in it
      form.elements.sequence.value = fields(form).get("sequence");
      return declic.drop();
    }
    if (event.submitter?.type === "image") return;  // only a form tells where
    event.preventDefault();
    const body = fields(form);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    clearTimeout(timer);
    if (!body.has("hint")) edited = null;
    put(form, body, event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action);
  });
  addEventListener("click", (event) => {
    const following = event.target.closest("a[data-next]") && document.querySelector("template[data-following]");
    if (following && !event.ctrlKey && !event.metaKey && swap(following.content)) event.preventDefault();
  });
  wake(document);
  addEventListener("beforeunload", (event) => { if (failing && queue.size) event.preventDefault(); });
  addEventListener("pagehide", () => {
    const form = edited;
    edited = null;
    if (form && current() === form) fetch(form.dataset.quiz, { method: "POST", body: fields(form), keepalive: true, headers: { "X-Requested-With": "fetch" } }).catch(() => {});
  });
})();
