/* The studio: areas drawn on a picture. The numbers are plain fields, which this only fills and shows. */
const NS = "http://www.w3.org/2000/svg", CLOSE = 2;  // percent: a press that near to the first corner ends the shape
const box = document.querySelector("[data-areas]");
const stage = box.querySelector("[data-stage]"), picture = stage.querySelector("img"), drawing = stage.querySelector("svg");
const told = box.querySelector("[data-told]"), file = document.getElementById(box.dataset.file);
const SIDES = ["left", "top", "width", "height"];
const number = (text) => text.trim() === "" ? NaN : Number(text.replace(/\s|%/gu, "").replace("−", "-").replace(",", "."));
const written = (value) => String(Math.round(value * 100) / 100).replace(".", ",");
const bounded = (value) => Math.min(100, Math.max(0, value));

const areas = [...box.querySelectorAll("[data-area]")].map((row, index) => {
  const field = (name) => row.querySelector(`[name$="_${name}"]`);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-secondary", textContent: box.dataset.draw });
  button.setAttribute("aria-pressed", "false");
  row.querySelector("legend").after(button);
  return { row, field, button, number: index + 1, open: false };  // open: its corners are being placed
});
let active = null, start = null;

const cornersOf = (area) => area.field("points").value.split("\n").map((line) => line.trim().split(/[\s;]+/u).map(number))
  .filter((pair) => pair.length === 2 && pair.every(Number.isFinite));
const boxOf = (area) => SIDES.map((side) => number(area.field(side).value));
const isDrawn = (area) => area.field("shape").value === "polygon" ? cornersOf(area).length > 0 : boxOf(area).every(Number.isFinite);

const make = (name, attributes, parent) => {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
};
const drawOne = (area) => {
  const shape = area.field("shape").value, kind = area.field("correct").checked ? "right" : "wrong";
  const group = make("g", { class: `${kind}${area === active ? " active" : ""}` }, drawing);
  let [left, top, width, height] = boxOf(area);
  if (shape === "polygon") {
    const corners = cornersOf(area), inner = make("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none" }, group);
    make(area.open ? "polyline" : "polygon", { points: corners.map((pair) => pair.join(",")).join(" ") }, inner);
    for (const [x, y] of area === active ? corners : []) make("circle", { cx: `${x}%`, cy: `${y}%`, r: 5 }, group);
    [left, top] = corners[0];
  } else if (shape === "ellipse") {
    make("ellipse", { cx: `${left + width / 2}%`, cy: `${top + height / 2}%`, rx: `${width / 2}%`, ry: `${height / 2}%` }, group);
  } else make("rect", { x: `${left}%`, y: `${top}%`, width: `${width}%`, height: `${height}%` }, group);
  make("text", { x: `${left}%`, y: `${top}%`, dx: 4, dy: 18 }, group).textContent = area.number;
};
const draw = () => {
  drawing.replaceChildren();
  for (const area of areas) if (isDrawn(area)) drawOne(area);
};
const show = (area) => {  // only the fields that its shape has
  const corners = area.field("shape").value === "polygon";
  area.row.querySelector(".studio-numbers").hidden = corners;
  area.field("points").closest(".w-field__wrapper").hidden = !corners;
};
const choose = (area) => {
  active = area;
  for (const each of areas) each.button.setAttribute("aria-pressed", String(each === area));
  told.textContent = area ? `${box.dataset.number.replace("{number}", area.number)} – ${box.dataset.help}` : "";
  draw();
};
const at = (event) => {
  const around = picture.getBoundingClientRect();
  return [(event.clientX - around.left) / around.width, (event.clientY - around.top) / around.height].map((share) => bounded(share * 100));
};
const addCorner = (place) => {
  const corners = cornersOf(active), [first] = corners;
  const ends = active.open && corners.length > 2 && Math.hypot(first[0] - place[0], first[1] - place[1]) < CLOSE;
  if (!ends) active.field("points").value = [...active.open ? corners : [], place].map((pair) => pair.map(written).join(" ")).join("\n");
  active.open = !ends;
};
const stretch = (place) => {
  const values = [Math.min(start[0], place[0]), Math.min(start[1], place[1]), Math.abs(start[0] - place[0]), Math.abs(start[1] - place[1])];
  SIDES.forEach((side, index) => { active.field(side).value = written(values[index]); });
};

stage.addEventListener("pointerdown", (event) => {
  if (!active || event.button !== 0) return;
  event.preventDefault();
  if (active.field("shape").value === "polygon") addCorner(at(event));
  else {
    start = at(event);
    stage.setPointerCapture(event.pointerId);
  }
  draw();
});
stage.addEventListener("pointermove", (event) => { if (start) { stretch(at(event)); draw(); } });
for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => { start = null; });
for (const area of areas) {
  area.button.addEventListener("click", () => {
    choose(area);
    if (!stage.hidden) stage.scrollIntoView({ block: "nearest" });
  });
  area.row.addEventListener("input", () => { area.open = false; show(area); draw(); });
  show(area);
}
file.addEventListener("change", () => {
  if (!file.files[0]) return;
  picture.src = URL.createObjectURL(file.files[0]);
  stage.hidden = false;
});
choose(areas.find((area) => !isDrawn(area)) ?? null);
