/* « Mes réglages » show at once what they change; they are kept by the form, as without this script. */
export default (form) => {
  form.addEventListener("change", ({ target }) => {
    const name = `data-${target.name.replace("_", "-")}`;
    if (["data-language", "data-view"].includes(name)) return;
    if (target.value) document.documentElement.setAttribute(name, target.value);
    else document.documentElement.removeAttribute(name);
  });
};
