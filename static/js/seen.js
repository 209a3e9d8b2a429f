/* A lesson on the screen is a lesson seen: its small form is sent once, with nothing to show. */
(() => {
  const form = document.querySelector("form[data-seen]");
  if (!form || document.visibilityState === "hidden" || document.prerendering) return;
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
})();
