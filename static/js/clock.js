/* The end of a quiz's time, or of a break, said in words: 5 minutes before, 1 minute before, then. Each once, politely; no countdown. */
(() => {
  let end = "", due = 0, said = "", hushed = document.documentElement.dataset.reminders === "off";
  const look = () => {
    const box = document.querySelector("[data-until]");
    if (!box) return;
    if (box.dataset.until !== end) {  // the server's clock: only what is left of it matters here
      end = box.dataset.until;
      due = Date.now() + end * 1000 - box.dataset.now;
    }
    const step = [0, 60, 300].find((seconds) => due - Date.now() <= seconds * 1000);
    const words = step === undefined || (step && hushed) ? "" : box.dataset["in" + step] || "";
    const [line, hush] = box.children;
    if (line.textContent === words) return;
    line.ariaLive = words === said ? "off" : "polite";  // said on another question already
    line.textContent = said = words;
    hush.hidden = !words || !step;
  };
  addEventListener("click", (event) => {
    const box = event.target.closest("[data-hush]")?.parentElement;
    if (!box) return;
    hushed = true;
    look();
    box.tabIndex = -1;  // the button goes: whoever uses the keyboard stays in this place
    box.focus();
  });
  setInterval(look, 1000);
})();

export default () => {};  // imported where time ends; once is enough
