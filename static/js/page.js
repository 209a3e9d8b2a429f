/* Every page: nothing is left to the next person, and nothing is sent twice. Pages work without it. */
(() => {
  const root = document.documentElement;
  root.dataset.scripted = "";
  const leave = () => { root.hidden = true; location.reload(); };

  // A page brought back by the Back button may belong to someone who has left: hide it, ask the server again.
  addEventListener("pageshow", (event) => { if (event.persisted) leave(); });

  // A session ended in one tab blanks the others.
  const channel = "BroadcastChannel" in self ? new BroadcastChannel("declic") : null;
  if (channel) {
    const signedIn = document.body.hasAttribute("data-signed-in");
    channel.onmessage = (event) => { if (event.data === "ended" && signedIn) { root.hidden = true; setTimeout(leave, 1500); } };
    if (document.body.hasAttribute("data-session-ended")) channel.postMessage("ended");
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

  document.querySelector("[data-errors]")?.focus();
  document.addEventListener("click", async (event) => {
    if (!event.target.closest("[data-print]")) return;
    // Pictures further down are loaded late: they must be there before the page goes to paper.
    await Promise.allSettled([...document.images].map((image) => { image.loading = "eager"; return image.decode(); }));
    print();
  });
})();
