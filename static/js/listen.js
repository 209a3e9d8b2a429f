/* « Écouter » reads what the screen shows, in order: what has a recording by it, the rest by a voice that lives on this computer,
   sentence by sentence. A distant voice would send the words elsewhere: it is never taken. Without either, the button says so. */
(() => {
  const button = document.querySelector("[data-listen]"), main = document.querySelector("main");
  if (!button) return;
  const label = button.querySelector("[data-label]"), said = document.querySelector("[data-said]");
  const idle = label.textContent, synth = self.speechSynthesis, spoken = self.CSS?.highlights;
  const OWNERS = "h1,h2,h3,h4,p,li,legend,label,figcaption,summary,caption,th,td,dt,dd,.tile strong,.button.main";
  const SILENT = "[data-silent],nav,noscript,script,style,select,textarea,audio,video,svg,.unseen,[aria-hidden=true]";
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let turn = 0, reading = false, sound, marked, sayNow;

  const voiceFor = (lang) => {
    const local = (synth?.getVoices() || []).filter((voice) => voice.localService !== false);
    const near = (voice) => voice.lang.replace("_", "-").toLowerCase(), short = lang.slice(0, 2).toLowerCase();
    return local.find((voice) => near(voice) === lang.toLowerCase()) || local.find((voice) => near(voice).slice(0, 2) === short);
  };
  // Some browsers know their voices a moment after the page.
  const ready = new Promise((done) => {
    if (!synth || synth.getVoices().length) return done();
    synth.addEventListener?.("voiceschanged", done);
    setTimeout(done, 1000);
  });

  // Each part: { owner, sound } or { owner, lang, text, nodes: [[text node, where it begins]…] }.
  const shown = (element) => element.checkVisibility ? element.checkVisibility() : element.getClientRects().length;
  const gather = (root, found, whole) => {
    for (const node of root.childNodes) {
      const last = found.at(-1);
      if (node.nodeType === 3) {
        const owner = root.closest(OWNERS), lang = root.closest("[lang]").lang;
        if (!owner || (!node.data.trim() && last?.owner !== owner)) continue;
        const part = last?.nodes && last.owner === owner && last.lang === lang ? last : { owner, lang, text: "", nodes: [] };
        if (part !== last) found.push(part);
        part.nodes.push([node, part.text.length]);
        part.text += node.data;
      } else if (node.nodeType === 1 && !node.matches(SILENT) && shown(node)) {
        if (node.tagName === "BR" && last?.nodes) last.text += "\n";
        else if (whole && node.matches("[data-audio]")) found.push({ owner: node, sound: node.dataset.audio });
        else gather(node, found, whole);
      }
    }
    return found;
  };
  const texts = (part) => part.sound ? gather({ childNodes: [part.owner] }, []) : [part];
  const canSpeak = (part) => part.text?.trim() && voiceFor(part.lang);
  // Of a lesson read piece by piece, the title above the pieces is said with the first one.
  const readable = () => gather(document.querySelector(".screen~:is(:target,:has(:target))") || main, [], true).filter((part) => part.sound || canSpeak(part));

  const sentences = ({ text, lang, nodes }) => {
    const cut = self.Intl?.Segmenter
      ? [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)].map((one) => [one.index, one.segment])
      : [...text.matchAll(/[^.!?…]+[.!?…]*\s*/g)].map((one) => [one.index, one[0]]);
    return cut.filter(([, words]) => words.trim()).map(([start, words]) => {
      const range = document.createRange(), end = start + words.trimEnd().length;
      const place = (at) => nodes.filter(([, begins]) => begins <= at).pop() || nodes[0];
      const [first, from] = place(start), [last, upto] = place(end - 1);
      range.setStart(first, start - from);
      range.setEnd(last, Math.min(end - upto, last.length));
      return { words: words.trim(), range };
    });
  };

  const mark = (element, range) => {
    marked?.removeAttribute("data-speaking");
    spoken?.delete("spoken");
    marked = range && spoken ? null : element;
    marked?.setAttribute("data-speaking", "");
    if (range) spoken?.set("spoken", new Highlight(range));
    const box = (range || element)?.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > innerHeight - 80)) {
      scrollBy({ top: box.top - innerHeight / 4, behavior: still.matches ? "auto" : "smooth" });
    }
  };
  const show = () => {
    button.toggleAttribute("data-on", reading);
    label.textContent = reading ? button.dataset.stop : readable().length ? idle : button.dataset.mute;
  };
  const stop = () => {
    turn++;
    reading = false;
    sound?.pause();
    sound = null;
    synth?.cancel();
    sayNow?.();
    mark();
    show();
  };
  const speak = (words, lang) => new Promise((done) => {
    const line = new SpeechSynthesisUtterance(words);
    line.lang = lang;
    line.voice = voiceFor(lang);
    line.rate = 0.9;
    sayNow = line.onend = line.onerror = done;
    synth.speak(line);
  });
  const play = (address) => new Promise((done) => {
    sound = new Audio(address);
    sayNow = sound.onended = () => done(true);
    sound.onerror = () => done(false);
    sound.play().catch(() => done(false));
  });
  const say = async (part, mine) => {
    if (part.sound) {
      mark(part.owner);
      if (await play(part.sound) || turn !== mine) return;
    }
    for (const text of texts(part).filter(canSpeak)) {
      for (const { words, range } of sentences(text)) {
        if (turn !== mine) return;
        mark(text.owner, range);
        await speak(words, text.lang);
      }
    }
  };

  button.addEventListener("click", async () => {
    if (reading) return stop();
    const mine = ++turn;
    reading = true;
    said.textContent = "";
    await ready;
    const parts = readable();
    if (turn !== mine) return;
    if (!parts.length) {
      stop();
      said.textContent = button.dataset.none;
      return;
    }
    show();
    // From where the screen is: who has stopped goes on from there.
    const first = parts.findIndex((part) => part.owner.getBoundingClientRect().bottom > 0);
    for (const part of parts.slice(Math.max(first, 0))) {
      if (turn === mine) await say(part, mine);
    }
    if (turn === mine) stop();
  });
  const changed = () => { if (reading) stop(); else show(); };
  addEventListener("keydown", (event) => { if (reading && event.key === "Escape") stop(); });
  for (const name of ["submit", "pagehide"]) addEventListener(name, stop);
  addEventListener("hashchange", changed);
  new MutationObserver(changed).observe(main, { childList: true });
  ready.then(() => { if (!reading) show(); });
})();
