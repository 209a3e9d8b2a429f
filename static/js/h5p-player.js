/* Plays H5P exercises in a sandboxed frame: one at a time, on demand. What the frame says is checked and passed on. */
(() => {
  if (window.declicH5P) return;
  window.declicH5P = true;
  const RETRY = [1000, 3000, 8000, 15000], AT_ONCE = 50, KEEPALIVE_CHARS = 50000;
  const FONT = /^\/h5p\/(l|core)\/[0-9a-f]{64}\/[\w%./-]+\.(woff2?|ttf|otf)$/;
  let current = null;

  class Gone extends Error {}
  class Ended extends Error {}
  const ask = async (address, token, body, method = "POST", keepalive = false) => {
    const answer = await fetch(address, { method, keepalive, headers: { "X-CSRFToken": token, "X-Requested-With": "fetch", "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (answer.status === 401) throw new Ended(address);
    // Somebody else is signed in here: what this page holds is not theirs.
    if (answer.redirected || [403, 404].includes(answer.status)) throw new Gone(address);
    return answer;
  };
  const get = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) throw new Error(address);
    return answer;
  };
  const text = async (address) => (await get(address)).text();
  // crypto.randomUUID is missing where the site has no https yet.
  const newKey = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  const small = (value, limit) => { try { return JSON.stringify(value).length <= limit; } catch { return false; } };

  class Player {
    constructor(box) {
      this.box = box;
      this.form = box.querySelector("[data-start]");
      this.queue = [];
      this.states = new Map();
      this.tries = 0;
    }
    get token() { return this.form.elements.csrfmiddlewaretoken.value; }
    part(name) { return this.box.querySelector(`[data-${name}]`); }
    say(words) { this.part("said").textContent = words; }
    async start() {
      this.say(this.box.dataset.loading);
      this.form.hidden = true;
      const answer = await ask(this.box.dataset.play, this.token, { context: this.box.dataset.context });
      const data = await answer.json();
      if (!answer.ok) { this.form.hidden = false; return this.say(data.said); }
      this.data = data;
      const [scripts, styles] = await Promise.all([text(data.scripts), text(data.styles)]);
      if (current === this) this.open({ scripts, styles, integration: data.integration, language: document.documentElement.lang });
    }
    open(exercise) {
      const frame = Object.assign(document.createElement("iframe"), { title: this.box.dataset.title, width: "100%", height: "300" });
      frame.setAttribute("sandbox", "allow-scripts");
      frame.setAttribute("frameborder", "0");
      frame.addEventListener("load", () => {
        // A second load: the exercise left its page. It gets nothing more.
        if (this.port) return this.close();
        const channel = new MessageChannel();
        this.port = channel.port1;
        this.port.onmessage = (event) => this.hear(event.data, exercise);
        frame.contentWindow.postMessage("declic-h5p", "*", [channel.port2]);
      });
      this.frame = frame;
      this.fonts = exercise.styles;
      frame.src = this.data.shell;
      this.part("frame").append(frame);
      this.part("finish").hidden = !this.data.finish;
      this.part("finish").onclick = () => this.finish();
      this.part("whole").hidden = !document.fullscreenEnabled;
      this.part("whole").onclick = () => this.toggleWhole();
    }
    hear(message, exercise) {
      const { type } = message || {};
      if (type === "ready") this.port.postMessage(exercise);
      else if (type === "started") { this.say(""); this.frame.focus(); }
      else if (type === "height" && message.height > 0) this.frame.height = Math.min(Math.ceil(message.height) + 4, 10000);
      else if (type === "font") this.bring(message.address);
      else if (type === "xapi" && this.data.statements && this.queue.length < 600 && small(message.statement, 32000)) {
        this.queue.push({ key: newKey(), statement: message.statement });
        this.later();
      } else if (type === "state" && this.data.state && this.states.size < 60 && small(message, 66000)) {
        this.states.set(`${message.dataType} ${message.part}`, { type: message.dataType, part: message.part, value: message.value, version: this.data.version });
        this.later(1000);
      }
    }
    // A font that the exercise draws with: fetched here, where the browser keeps it.
    async bring(address) {
      if (!FONT.test(address) || !this.fonts.includes(`,${address}"`)) return;
      const data = await get(address).then((answer) => answer.arrayBuffer()).catch(() => null);
      if (data && this.port) this.port.postMessage({ font: address, data }, [data]);
    }
    toggleWhole() {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.part("stage").requestFullscreen().catch(() => {});
    }
    later(wait = 300) {
      if (this.timer && wait > 300) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => { this.timer = null; this.send(); }, wait);
    }
    // Always from the head of the queue: an answer that was lost is asked for again, and nothing overtakes.
    batch(keepalive) {
      const sent = [];
      let room = KEEPALIVE_CHARS;
      for (const each of this.queue.slice(0, AT_ONCE)) {
        room -= JSON.stringify(each).length;
        if (keepalive && room < 0) break;
        sent.push(each);
      }
      return sent;
    }
    async send(keepalive = false) {
      if (this.sending && !keepalive) return this.sending;
      return (this.sending = this.sendNow(keepalive).finally(() => { this.sending = null; }));
    }
    async sendNow(keepalive) {
      const statements = this.batch(keepalive), states = [...this.states];
      let words = "";
      try {
        // What was answered first: it says which try what is saved belongs to.
        if (statements.length) {
          const answer = await ask(this.data.statements, this.token, { statements }, "POST", keepalive);
          if (answer.status >= 500) throw new Error("statements");
          this.queue = this.queue.filter((each) => !statements.includes(each));
          const { said, ...addresses } = await answer.json();
          if (answer.ok) Object.assign(this.data, addresses);
          words = said || "";
        }
        for (const [name, state] of states) {
          const answer = await ask(this.data.state, this.token, state, "PUT", keepalive);
          if (answer.status >= 500) throw new Error("state");
          if (this.states.get(name) === state) this.states.delete(name);
        }
        if (statements.length || this.tries) this.say(words);
        if (words && words !== this.recorded) this.refresh();
        if (words) this.recorded = words;
        this.tries = 0;
        if (this.queue.length || this.states.size) this.later();
      } catch (error) {
        // The session ended: who was here comes back in and goes on; nobody else does (page.js).
        const back = error instanceof Ended && self.declic ? await declic.back() : undefined;
        if (back) return this.later();
        if (error instanceof Gone || error instanceof Ended) {
          this.forget(this.box.dataset.gone);
          if (back === false) location.reload();
          return;
        }
        this.say(this.box.dataset.unsaved);
        this.later(RETRY[Math.min(this.tries++, 3)]);
      }
    }
    async finish() {
      const answer = await ask(this.data.finish, this.token, {}).catch((error) => error);
      if (answer instanceof Gone || answer instanceof Ended) return this.forget(this.box.dataset.gone);
      this.say(answer.json ? (await answer.json()).said : this.box.dataset.unsaved);
      if (answer.ok) this.refresh();
    }
    // What is left to do in the lesson, now that something was recorded.
    async refresh() {
      const end = document.getElementById("end"), seen = end && end.querySelector("[data-seen]");
      const page = seen && (await text(location.pathname + location.search).catch(() => ""));
      const now = page && new DOMParser().parseFromString(page, "text/html").getElementById("end");
      if (!now || !this.data || end.contains(document.activeElement)) return;
      now.querySelector("[data-seen]").replaceWith(seen);
      end.replaceWith(now);
    }
    get unsent() { return this.queue.length + this.states.size > 0; }
    close() {
      if (this.unsent) this.send();
      if (this.port) this.port.close();
      this.port = null;
      if (this.frame) this.frame.remove();
      for (const name of ["finish", "whole"]) this.part(name).hidden = true;
      this.form.hidden = false;
    }
    // Nothing of the one who was here is kept, or sent for anybody else.
    forget(words) {
      clearTimeout(this.timer);
      this.queue = [];
      this.states.clear();
      this.close();
      this.data = null;
      this.say(words);
    }
  }

  const show = () => {
    for (const form of document.querySelectorAll("[data-h5p] [data-start]")) form.hidden = false;
    for (const words of document.querySelectorAll("[data-h5p] [data-without-script]")) words.hidden = true;
    // The ways out of a page (page.js) wait for what is not sent yet, and drop it when they must.
    const declic = self.declic;
    if (!declic) return;
    const { unsent, flush, drop } = declic;
    declic.unsent = () => unsent() || Boolean(current && current.unsent);
    declic.flush = async () => { await flush(); if (current && current.unsent) { await current.send(); if (current.unsent) await current.send(); } };
    declic.drop = () => { drop(); if (current) current.forget(""); };
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", show); else show();
  addEventListener("submit", (event) => {
    const box = event.target.closest("[data-h5p]");
    if (!box || !event.target.matches("[data-start]")) return;
    event.preventDefault();
    if (current) current.close();
    const player = current = new Player(box);
    player.start().catch((error) => { player.close(); player.say(error instanceof Gone || error instanceof Ended ? box.dataset.gone : box.dataset.failed); });
  });
  document.addEventListener("fullscreenchange", () => {
    for (const button of document.querySelectorAll("[data-h5p] [data-whole]")) {
      const whole = document.fullscreenElement && document.fullscreenElement.contains(button);
      button.textContent = whole ? button.dataset.less : button.dataset.more;
    }
  });
  addEventListener("pagehide", () => { if (current && current.data && current.unsent) current.send(true); });
})();
