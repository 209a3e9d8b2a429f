/* « Écouter » reads the page in order: what has a recorded sound by it, the rest by the browser's voice in its language. Without either, says so. */
(() => {
  const button = document.querySelector("[data-listen]");
  if (!button) return;
  const label = button.querySelector("[data-label]"), said = document.querySelector("[data-said]");
  const idle = label.textContent, synth = self.speechSynthesis;
  const TEXTS = "h1,h2,h3,p,li,legend,label,figcaption,summary,th,td,dt,dd,.tile strong";
  let sound = null, marked = null, turn = 0;

  const mark = (element) => {
    marked?.removeAttribute("data-speaking");
    marked = element;
    marked?.setAttribute("data-speaking", "");
    marked?.scrollIntoView({ block: "nearest" });
  };
  const stop = () => {
    turn += 1;
    sound?.pause();
    sound = null;
    synth?.cancel();
    mark(null);
    label.textContent = idle;
  };
  // Each text once: the innermost, unless a recording covers it.
  const parts = () => [...document.querySelectorAll("main :is(" + TEXTS + ",[data-audio])")].filter((e) =>
    !e.closest("[data-silent],nav,[hidden]") && (e.matches("[data-audio]") || (!e.closest("[data-audio]") &&
      !e.querySelector(TEXTS + ",[data-audio]") && e.innerText.trim())));
  const voices = () => new Promise((done) => {
    const found = synth ? synth.getVoices() : [];
    if (found.length || !synth) return done(found);
    synth.addEventListener("voiceschanged", () => done(synth.getVoices()), { once: true });
    setTimeout(() => done(synth.getVoices()), 500);
  });
  const spoken = (element, all) => new Promise((done) => {
    const lang = element.closest("[lang]").lang, line = new SpeechSynthesisUtterance(element.innerText);
    line.lang = lang;
    line.voice = all.find((v) => v.lang.slice(0, 2) === lang.slice(0, 2)) || null;
    line.rate = 0.9;
    line.onend = line.onerror = done;
    synth.speak(line);
  });
  const played = (element) => new Promise((done) => {
    sound = new Audio(element.dataset.audio || element.currentSrc || element.src);
    sound.onended = sound.onerror = done;
    sound.play().catch(done);
  });

  button.addEventListener("click", async () => {
    if (label.textContent !== idle) return stop();
    said.textContent = "";
    label.textContent = button.dataset.stop;
    const mine = turn += 1, all = await voices(), page = document.documentElement.lang.slice(0, 2);
    const speaks = all.some((v) => v.lang.slice(0, 2) === page);
    const queue = parts().filter((e) => speaks || e.matches("[data-audio]"));
    if (turn !== mine) return;
    if (!queue.length) {
      stop();
      said.textContent = button.dataset.none;
      return;
    }
    for (const element of queue) {
      if (turn !== mine) return;
      mark(element);
      await (element.matches("[data-audio]") ? played(element) : spoken(element, all));
    }
    if (turn === mine) stop();
  });
  addEventListener("submit", stop);
  addEventListener("pagehide", stop);
})();
