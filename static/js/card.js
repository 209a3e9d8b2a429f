/* The card's QR opens the sign-in page with its token after the #, which no server sees: it goes into the form and leaves the address. */
(() => {
  const one = (name) => document.querySelector("[data-card-" + name + "]");
  const read = () => {
    const field = one("token"), token = location.hash.slice(1);
    if (field && /^[\w-]{16,}$/.test(token)) {
      field.value = token;
      history.replaceState(null, "", location.pathname + location.search);
    }
    if (!field?.value) return; // after a wrong try the page comes back with the token in its form: still read
    for (const name of ["field", "words"]) if (one(name)) one(name).hidden = true;
    if (one("read")) one("read").hidden = false;
    one("pin")?.focus();
  };
  read();
  addEventListener("hashchange", read);
})();
