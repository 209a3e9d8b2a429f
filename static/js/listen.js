/* « Écouter »: the recorded sounds of the page in order, else the browser's voice in the page's language, else says so. */
(() => {
  const button = document.querySelector("[data-listen]");
  if (!button) return;
  const label = button.querySelector("[data-label]"), said = document.querySelector("[data-said]");
  const idle = label.textContent, synth = self.speechSynthesis;
  const TEXTS = "h1,h2,h3,p,li,legend,label,figcaption,summary,th,td,dt,dd,.tile>strong";
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
  const texts = () => [...document.querySelectorAll("main :is(" + TEXTS + ")")].filter((e) =>
    !e.closest("[data-silent],nav,[hidden]") && !e.querySelector(TEXTS) && e.innerText.trim());
  const voices = () => new Promise((done) => {
    const found = synth ? synth.getVoices() : [];
    if (found.length || !synth) return done(found);
    synth.addEventListener("voiceschanged", () => done(synth.getVoices()), { once: true });
    setTimeout(() => done(synth.getVoices()), 1000);
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
    const mine = turn += 1, recorded = [...document.querySelectorAll("main [data-audio]")];
    const all = recorded.length ? [] : await voices();
    if (!recorded.length && !all.some((v) => v.lang.slice(0, 2) === document.documentElement.lang.slice(0, 2))) {
      stop();
      said.textContent = button.dataset.none;
      return;
    }
    for (const element of recorded.length ? recorded : texts()) {
      if (turn !== mine) return;
      mark(element);
      await (recorded.length ? played(element) : spoken(element, all));
    }
    if (turn === mine) stop();
  });
  addEventListener("pagehide", stop);
})();
