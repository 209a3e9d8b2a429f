/* Plays H5P exercises in a sandboxed frame: one at a time, on demand. What the frame says is checked and passed on. */
(() => {
  if (window.declicH5P) return;
  window.declicH5P = true;
  const RETRY = [1000, 3000, 8000, 15000];
  let current = null;

  const ask = (address, token, body, method = "POST", keepalive = false) =>
    fetch(address, { method, keepalive, headers: { "X-CSRFToken": token, "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const text = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    return answer.text();
  };
  /* crypto.randomUUID is missing where the site has no https yet. */
  const newKey = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  const small = (value, limit) => { try { return JSON.stringify(value).length <= limit; } catch { return false; } };

  class Player {
    constructor(box) {
      this.box = box;
      this.form = box.querySelector("[data-start]");
      this.token = this.form.elements.csrfmiddlewaretoken.value;
      this.queue = [];
      this.states = new Map();
      this.tries = 0;
    }
    say(words) { this.box.querySelector("[data-said]").textContent = words; }
    async start() {
      this.say(this.box.dataset.loading);
      const answer = await ask(this.box.dataset.play, this.token, { context: this.box.dataset.context });
      const data = await answer.json();
      if (!answer.ok) return this.say(data.said);
      this.data = data;
      const [scripts, styles] = await Promise.all([text(data.scripts), text(data.styles)]);
      this.open({ scripts, styles, integration: data.integration, language: document.documentElement.lang });
    }
    open(exercise) {
      const frame = Object.assign(document.createElement("iframe"), { title: this.box.dataset.title, width: "100%", height: "300" });
      frame.setAttribute("sandbox", "allow-scripts");
      frame.setAttribute("allow", "fullscreen");
      frame.setAttribute("frameborder", "0");
      frame.addEventListener("load", () => {
        /* A second load: the exercise left its page. It gets nothing more. */
        if (this.port) return this.close();
        const channel = new MessageChannel();
        this.port = channel.port1;
        this.port.onmessage = (event) => this.hear(event.data, exercise);
        frame.contentWindow.postMessage("declic-h5p", "*", [channel.port2]);
      });
      this.frame = frame;
      this.form.hidden = true;
      frame.src = this.data.shell;
      this.box.querySelector("[data-frame]").replaceChildren(frame);
      const finish = this.box.querySelector("[data-finish]");
      finish.hidden = !this.data.finish;
      finish.onclick = () => this.finish();
    }
    hear(message, exercise) {
      const { type } = message || {};
      if (type === "ready") this.port.postMessage(exercise);
      else if (type === "started") { this.say(""); this.frame.focus(); }
      else if (type === "height" && message.height > 0) this.frame.height = Math.min(Math.ceil(message.height) + 4, 10000);
      else if (type === "xapi" && this.data.statements && this.queue.length < 200 && small(message.statement, 32000)) {
        this.queue.push({ key: newKey(), statement: message.statement });
        this.later();
      } else if (type === "state" && this.data.state && small(message, 66000)) {
        this.states.set(`${message.dataType} ${message.part}`, { type: message.dataType, part: message.part, value: message.value, version: this.data.version });
        this.later();
      }
    }
    later(wait = 300) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), wait);
    }
    async send(keepalive = false) {
      if (this.sending && !keepalive) return this.later();
      this.sending = true;
      const statements = this.queue.slice(0, 50), states = [...this.states];
      try {
        for (const [name, state] of states) {
          await ask(this.data.state, this.token, state, "PUT", keepalive).then((answer) => {
            if (answer.status >= 500) throw new Error("state");
          });
          if (this.states.get(name) === state) this.states.delete(name);
        }
        if (statements.length) {
          const answer = await ask(this.data.statements, this.token, { statements }, "POST", keepalive);
          if (answer.status >= 500) throw new Error("statements");
          this.queue.splice(0, statements.length);
          const { said, ...addresses } = await answer.json();
          if (answer.ok) Object.assign(this.data, addresses);
          if (said) this.say(said);
        }
        this.tries = 0;
        if (this.queue.length) this.later();
      } catch {
        this.say(this.box.dataset.unsaved);
        this.later(RETRY[Math.min(this.tries++, 3)]);
      } finally { this.sending = false; }
    }
    async finish() {
      const answer = await ask(this.data.finish, this.token, {});
      this.say((await answer.json()).said);
    }
    close() {
      if (this.port) this.port.close();
      if (this.queue.length + this.states.size) this.send();
      this.box.querySelector("[data-frame]").replaceChildren();
      this.box.querySelector("[data-finish]").hidden = true;
      this.port = null;
      this.form.hidden = false;
    }
  }

  const show = () => {
    for (const form of document.querySelectorAll("[data-h5p] [data-start]")) form.hidden = false;
    for (const words of document.querySelectorAll("[data-h5p] [data-without-script]")) words.hidden = true;
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", show); else show();
  addEventListener("submit", (event) => {
    const box = event.target.closest("[data-h5p]");
    if (!box || !event.target.matches("[data-start]")) return;
    event.preventDefault();
    if (current) current.close();
    current = new Player(box);
    current.start().catch(() => current.say(box.dataset.failed));
  });
  addEventListener("pagehide", () => { if (current && current.port && current.queue.length + current.states.size) current.send(true); });
})();
