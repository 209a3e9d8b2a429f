/* Places marked on a picture, by mouse, finger or keys. Without this, each press on the picture is a form sent. */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const NEAR = 16;  // pixels: a press on a mark is meant for it
const round = (number) => Math.round(Math.min(100, Math.max(0, number)) * 100) / 100;

export default (part) => {
  const find = (name) => part.querySelector(`[data-${name}]`);
  const stage = find("stage"), marks = find("marks"), list = find("placed"), numbers = find("numbers");
  const form = part.closest("form"), most = +part.dataset.most, shown = stage?.querySelector("input:last-of-type");
  if (!shown) return;
  const [drawnMark, drawnCross] = find("one-mark").content.querySelectorAll("g"), line = find("one-place").content;
  let places = [...list.querySelectorAll("input")].map((field) => field.value.split(",").map(Number));
  let cross = null;  // where the arrows are

  const picture = Object.assign(new Image(), { src: shown.src, alt: shown.alt, draggable: false });
  for (const each of stage.querySelectorAll("input")) each.remove();
  stage.prepend(picture);
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-label", picture.alt);
  stage.setAttribute("aria-describedby", "answer_keys");
  find("keys").hidden = false;
  numbers.hidden = true;

  const words = ([across, down]) => part.dataset.where
    .replace("{across}", `${Math.round(across)}\u00a0%`).replace("{down}", `${Math.round(down)}\u00a0%`);
  const say = (text) => { find("told").textContent = text; };
  const put = (group, [across, down]) => {
    for (const each of group.children) {
      for (const name of each.tagName === "text" ? ["x", "y"] : ["cx", "cy"]) {
        each.setAttribute(name, `${name.endsWith("x") ? across : down}%`);
      }
    }
    return group;
  };
  const row = (place, index) => {
    const made = line.cloneNode(true), button = made.querySelector("button");
    made.querySelector("input").value = place.join(",");
    made.querySelector("[data-where]").textContent = words(place);
    button.value = index + 1;
    button.lastElementChild.textContent = button.lastElementChild.textContent.replace("{number}", index + 1);
    return made;
  };
  const draw = () => {
    marks.replaceChildren(...places.map((place, index) => {
      const group = put(drawnMark.cloneNode(true), place);
      group.lastElementChild.textContent = index + 1;
      return group;
    }));
    if (cross) {
      const [group, at] = [drawnCross.cloneNode(true), picture.getBoundingClientRect()];
      group.setAttribute("transform", `translate(${cross[0] * at.width / 100} ${cross[1] * at.height / 100})`);
      marks.append(group);
    }
  };
  const changed = (next, text) => {
    places = next;
    draw();
    list.replaceChildren(...places.map(row));
    for (const box of find("names")?.querySelectorAll("input") ?? []) box.checked = false;
    say(text);
    form.elements.submission.dispatchEvent(new Event("input", { bubbles: true }));  // a draft to keep
  };
  const mark = (place) => {
    if (most > 1 && places.length >= most) return say(part.dataset.full);
    changed(most > 1 ? [...places, place] : [place], words(place));
  };
  const remove = (index) => changed(places.filter((_, at) => at !== index), part.dataset.removed);
  const near = ([across, down], reach) => {
    const box = picture.getBoundingClientRect();
    return places.findIndex(([x, y]) => Math.hypot((x - across) * box.width, (y - down) * box.height) < reach * 100);
  };

  stage.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    const place = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map((share) => round(share * 100));
    const there = most > 1 ? near(place, NEAR) : -1;
    cross = null;
    if (there < 0) mark(place); else remove(there);
  });
  stage.addEventListener("keydown", (event) => {
    const move = KEYS[event.key], place = cross ?? places.at(-1) ?? [50, 50];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (move) {
      cross = place.map((number, axis) => round(number + move[axis] * (event.shiftKey ? 10 : 2)));
      draw();
      say(words(cross));
    } else if (event.key === "Enter" || event.key === " ") {
      cross = place;
      mark(place);
    } else if ((event.key === "Delete" || event.key === "Backspace") && places.length) {
      const there = near(place, 2 * NEAR);
      remove(there < 0 ? places.length - 1 : there);
    } else return;
    event.preventDefault();
  });
  stage.addEventListener("focus", () => { if (stage.matches(":focus-visible")) { cross ??= places.at(-1) ?? [50, 50]; draw(); } });
  stage.addEventListener("blur", () => { cross = null; draw(); });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    remove(button.value - 1);
    stage.focus();
  });
  find("names")?.addEventListener("change", () => {
    places = [];
    draw();
    list.replaceChildren();
  });
};
