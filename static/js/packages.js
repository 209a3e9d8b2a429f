/* The studio: H5P files are dragged in, and the page of an import says by itself how far it is. Both work without it. */
const form = document.querySelector("[data-packages]");
if (form) {
  const field = form.querySelector("input[type=file]"), zone = form.querySelector("[data-drop]"), told = form.querySelector("[data-chosen]");
  const WEIGHT = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const weight = (bytes) => bytes < 104858 ? `${WEIGHT.format(Math.ceil(bytes / 1024))} ${told.dataset.small}` : `${WEIGHT.format(bytes / 1048576)} ${told.dataset.unit}`;
  const line = (words, name = "li") => { const made = document.createElement(name); made.textContent = words; return made; };

  // What the server would refuse is said before it travels.
  const tell = () => {
    const files = [...field.files], together = files.reduce((sum, file) => sum + file.size, 0);
    const fault = files.length > form.dataset.files ? told.dataset.many : together > form.dataset.bytes ? told.dataset.heavy : "";
    const list = document.createElement("ul");
    list.className = "studio-report";
    list.append(...files.map((file) => line(`${file.name} (${weight(file.size)})`)));
    told.replaceChildren(...(files.length ? [list, line(`${told.dataset.together} ${weight(together)}`, "p")] : [line(told.dataset.none, "p")]));
    if (fault) told.append(line(fault, "p"));
    field.setCustomValidity(fault);
  };
  zone.querySelector("[data-hint]").hidden = false;
  field.addEventListener("change", tell);
  form.addEventListener("submit", (event) => { if (!field.checkValidity()) { event.preventDefault(); field.reportValidity(); } });
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.dataset.over = ""; });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => { delete zone.dataset.over; });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const all = new DataTransfer();
    for (const file of [...field.files, ...event.dataTransfer.files]) all.items.add(file);
    field.files = all.files;
    tell();
  });
}

const PAUSE = 2000;
const look = async () => {
  const shown = document.querySelector("[data-progress][data-under-way]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
    if (answer.ok && !answer.redirected) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
      shown.toggleAttribute("data-under-way", fresh?.hasAttribute("data-under-way"));
      // Words that are the same stay where they are: nothing is read out twice, nobody's place is lost.
      for (const part of shown.querySelectorAll("[data-part]")) {
        const now = fresh?.querySelector(`[data-part="${part.dataset.part}"]`);
        if (now && now.innerHTML !== part.innerHTML) part.innerHTML = now.innerHTML;
      }
    }
  } catch { /* the line is cut: the next look says more */ }
  setTimeout(look, PAUSE);
};
setTimeout(look, PAUSE);
