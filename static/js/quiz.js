/* A question answered without loading the page: the server's partial takes the place of the question. Same address, same form as without it. */
(() => {
  const swap = (box, markup) => {
    const made = document.createElement("template");
    made.innerHTML = markup;
    const next = made.content.querySelector("[data-question]");
    if (!next) return false;
    box.replaceWith(next);
    if (next.dataset.title) document.title = next.dataset.title;
    if (next.dataset.url) history.replaceState(null, "", next.dataset.url);
    const start = next.querySelector("[data-errors],[data-focus]") || next;
    start.setAttribute("tabindex", "-1");
    start.focus();
    return true;
  };
  const say = (box, words, waiting) => {
    const state = box.querySelector("[data-state]");
    if (!state) return;
    state.textContent = words;
    state.classList.toggle("waiting", waiting);
  };
  const send = async (form, box, body) => {
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    } catch {
      say(box, box.dataset.unsaved, true);
      form.setAttribute("data-busy", "");
      setTimeout(() => send(form, box, body), 3000);
      return;
    }
    if (answer.redirected) return location.assign(answer.url);
    if (!answer.ok || !swap(box, await answer.text())) {
      const kept = new FormData(form);  // all but the button that was pressed
      for (const [name, value] of body) {
        if (!kept.has(name)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      }
      HTMLFormElement.prototype.submit.call(form);
    }
  };
  addEventListener("submit", (event) => {
    const form = event.target, box = form.closest("[data-question]");
    if (!box || event.defaultPrevented || !form.hasAttribute("data-quiz")) return;
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    say(box, box.dataset.saving, true);
    send(form, box, body);
  });
})();
