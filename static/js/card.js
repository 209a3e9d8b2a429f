/* The card's QR opens the sign-in page with its token after the #, which no server sees: it goes into the form and leaves the address. */
(() => {
  const field = document.querySelector("[data-card-token]"), token = location.hash.slice(1);
  if (!field || !token) return;
  field.value = token;
  history.replaceState(null, "", location.pathname + location.search);
  const code = document.querySelector("[data-card-code]")?.closest(".field");
  if (code) code.hidden = true;
  document.querySelector("[data-card-pin]")?.focus();
})();
