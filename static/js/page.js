/* Every page: nothing is left to the next person, nothing is sent twice, nobody is shut out without a word. Pages work without it. */
(() => {
  const root = document.documentElement, body = document.body, one = (what, where = document) => where.querySelector(what);
  const every = (what, where = document) => [...where.querySelectorAll(what)];
  const TOKEN = "[name=csrfmiddlewaretoken]", here = body.dataset.signedIn, blank = one("template[data-blank]");
  let token = one(TOKEN)?.value, gone = false, asking = null;
  root.dataset.scripted = "";
  const reload = () => { root.hidden = true; location.reload(); };

  // What the modules of a page tell each other: is something not saved yet, save it, forget it; send, come back in.
  const declic = self.declic = { unsent: () => false, flush: async () => {}, drop() {}, draft: () => null, failed() {} };
  declic.post = (address, fields) => {
    fields.set("csrfmiddlewaretoken", token);
    return fetch(address, { method: "POST", body: fields, headers: { "X-Requested-With": "fetch" }, signal: AbortSignal.timeout?.(20000) });
  };

  // The server need not lead away by itself a page that counts the time: nothing of anybody is in this cookie.
  if (!body.hasAttribute("data-session-ended") && !/\bscripted=/.test(document.cookie)) {
    document.cookie = "scripted=1;path=/;samesite=lax";
    if (body.dataset.idle && /\bscripted=/.test(document.cookie)) location.replace(location.href);
  }

  // A page brought back by the Back button may belong to someone who has left: hide it, ask the server again.
  addEventListener("pageshow", (event) => { if (event.persisted) reload(); });

  // A session ended in one tab blanks the others; somebody at work in one keeps the others open.
  const channel = "BroadcastChannel" in self ? new BroadcastChannel("declic") : null;
  let seen = Date.now(), told = 0;
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data === "here") seen = Date.now();
      else if (body.hasAttribute("data-signed-in") && !gone) { root.hidden = true; setTimeout(reload, 1500); }
    };
    if (body.hasAttribute("data-session-ended")) channel.postMessage("ended");
  }

  // A second click while the line is slow must not send a form again; the button keeps its focus and its value.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.hasAttribute("data-busy")) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.setAttribute("data-busy", "");
    setTimeout(() => form.removeAttribute("data-busy"), 8000);
    if (channel && form.hasAttribute("data-ends-session")) channel.postMessage("ended");
  }, true);

  // The ways out. The screen is emptied at once; then what is not saved yet goes, and the session ends, when the line allows.
  const leave = async (way) => {
    if (gone) return;
    gone = true;
    document.cookie = `scripted=leaving${here};path=/;samesite=lax`;  // whoever loads a page before the line is back finds the session ended
    let fields = declic.draft() || new URLSearchParams();
    const panel = blank.content.cloneNode(true).firstElementChild;
    const show = (name) => every("[data-when]", panel).forEach((part) => { part.hidden = part.dataset.when !== name; });
    body.replaceChildren(panel);
    document.title = panel.dataset.title;
    panel.focus();
    declic.failed = () => show(declic.unsent() || fields.has("answer") ? "unsent" : "gone");
    one("[data-wait]", panel).onclick = () => { show("waiting"); declic.failed = () => {}; panel.focus(); };
    one("[data-drop]", panel).onclick = () => { declic.drop(); fields = new URLSearchParams(); show("gone"); declic.failed = () => {}; panel.focus(); };
    await declic.flush();
    for (let wait = 500; ; wait = Math.min(15000, wait * 2)) {
      fields.set("leave", way);
      const answer = await declic.post(blank.dataset.end, fields).catch(() => null);
      if (answer && answer.status < 500) break;
      declic.failed();
      await new Promise((done) => { setTimeout(done, wait); addEventListener("online", done, { once: true }); });
    }
    channel?.postMessage("ended");
    declic.drop();
    location.replace(blank.dataset[way] || blank.dataset.door);
  };
  addEventListener("click", (event) => {
    const way = event.target.closest("button[name=leave]");
    if (!way || !blank) return;
    event.preventDefault();
    leave(way.value);
  });

  // The session ended while something was not saved: who was here, and nobody else, comes back in without losing the page.
  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
  const door = async () => {
    for (const [address, form] of [[blank.dataset.locked, "form[data-unlock]"], [blank.dataset.door, "form[data-card]"]]) {
      const found = one(form, await read(await fetch(address)));
      if (found) return found;
    }
  };
  const come = async () => {
    const box = body.appendChild(document.createElement("dialog")), under = [...body.children].filter((each) => each !== box && !each.hidden);
    under.forEach((each) => { each.hidden = true; });  // whoever is here now, it may not be the same person
    box.oncancel = (event) => event.preventDefault();
    let form = await door();
    for (;;) {
      box.replaceChildren(form);
      box.open || box.showModal();
      one("input:not([type=hidden])", form)?.focus();
      const fields = await new Promise((done) => {
        form.onsubmit = (event) => {
          if (event.submitter?.name) return declic.drop();
          event.preventDefault();
          done(new URLSearchParams(new FormData(form)));
        };
      });
      if (fields.has("next")) fields.set("next", blank.dataset.home);  // a page that whoever enters may see
      const page = await fetch(form.action, { method: "POST", body: fields }).then(read).catch(() => null);
      const who = page?.body.dataset.signedIn;
      if (who && who !== here) { declic.drop(); location.replace(blank.dataset.home); return null; }
      if (who) {
        token = one(TOKEN, page).value;
        every(TOKEN).forEach((each) => { each.value = token; });
        box.remove();
        under.forEach((each) => { each.hidden = false; });
        return true;
      }
      form = (page && one("form[data-unlock],form[data-card]", page)) || await door();
    }
  };
  declic.back = () => asking ||= come().catch(() => false).finally(() => { asking = null; });

  // Nobody there: said a minute before, seen and heard; one key goes on. At the end all is kept and the page is closed.
  const idle = body.dataset.idle * 1000, warning = one("dialog[data-idle-warning]");
  if (idle && warning) {
    let contact = Date.now() - (idle - body.dataset.left * 1000);
    const ping = () => {
      contact = Date.now();
      declic.post(blank.dataset.here, new URLSearchParams()).catch(() => {});
    };
    const there = (event) => {
      if (gone) return;
      if (warning.open) {
        if (event.type === "pointermove" || event.type === "scroll") return;
        if (event.type === "keydown") event.preventDefault();
        warning.close();
        self.speechSynthesis?.cancel();
        ping();
      }
      seen = Date.now();
      if (seen - told > 5000) { told = seen; channel?.postMessage("here"); }
    };
    for (const kind of ["keydown", "pointerdown", "pointermove", "scroll", "input"]) addEventListener(kind, there, { capture: true, passive: kind !== "keydown" });
    const aloud = () => {
      if (root.dataset.sound === "off") return;
      const lang = root.lang.slice(0, 2), voice = self.speechSynthesis?.getVoices().find((each) => each.localService && each.lang.slice(0, 2) === lang);
      if (voice) {
        const line = new SpeechSynthesisUtterance(warning.innerText);
        Object.assign(line, { lang: root.lang, voice, rate: .9 });
        return speechSynthesis.speak(line);
      }
      const sound = new AudioContext(), tone = sound.createOscillator(), gain = sound.createGain();
      gain.gain.value = .1;
      tone.connect(gain).connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + .6);
    };
    setInterval(() => {
      if (gone) return;
      const now = Date.now();
      if (one("[data-listen][data-on]") || every("audio,video").some((each) => !each.paused)) seen = now;
      if (seen > contact && now - contact > idle / 2) ping();
      if (now - seen >= idle) leave("idle");
      else if (now - seen >= idle - 60000 && !warning.open) {
        warning.showModal();
        try { aloud(); } catch { /* no sound here: the words are on the screen */ }
      } else if (warning.open && now - seen < idle - 60000) warning.close();  // at work in another tab
    }, 1000);
  }

  one("[data-errors]")?.focus();
  document.addEventListener("click", async (event) => {
    if (!event.target.closest("[data-print]")) return;
    // Pictures further down are loaded late: they must be there before the page goes to paper.
    await Promise.allSettled([...document.images].map((image) => { image.loading = "eager"; return image.decode(); }));
    print();
  });
})();
