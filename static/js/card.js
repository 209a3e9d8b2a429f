/* The card's QR opens the sign-in page with its token after the #, which no server sees: it goes into the form and leaves the address.
   The camera that reads it here, and a phone that passes a sign-in on, come only when they are asked for. */
(() => {
  const one = (name) => document.querySelector("[data-card-" + name + "]");
  const show = () => {
    if (!one("token")?.value) return; // after a wrong try the page comes back with the token in its form: still read
    for (const name of ["field", "words", "ways"]) if (one(name)) one(name).hidden = true;
    for (const name of ["read", "other"]) if (one(name)) one(name).hidden = false;
    one("pin").focus();
  };
  const take = (token) => {
    if (!one("token") || !/^[\w-]{16,}$/.test(token)) return false;
    one("token").value = token;
    show();
    return true;
  };
  const read = () => {
    if (take(location.hash.slice(1))) history.replaceState(null, "", location.pathname + location.search);
  };
  show();
  read();
  addEventListener("hashchange", read);

  const camera = document.querySelector("[data-camera]");
  if (camera && navigator.mediaDevices?.getUserMedia) {
    camera.hidden = false;
    camera.querySelector("button").addEventListener("click", async () => {
      const { default: readCard } = await import(camera.dataset.camera);
      readCard(camera, take);
    });
  }

  for (const field of document.querySelectorAll("[data-scripted]")) field.value = "1";

  // A seat that waits for a phone asks, while somebody can see it, whether it may open.
  const waiting = document.querySelector("form[data-waiting]");
  if (waiting) {
    const ask = async () => {
      if (document.hidden) return;
      const answer = await fetch(waiting.dataset.waiting).catch(() => null);
      const { state } = answer?.ok ? await answer.json() : {};
      if (state === "confirmed") waiting.requestSubmit();
      else if (state === "over") location.reload();
    };
    setInterval(ask, 3000);
  }
})();
