/* A file on its way: photos are made smaller before they leave, the way done is said, a line that stands still is tried again. */
(() => {
  const LONGEST = 2000, SMALL = 400000, STILL = 30000, PICTURE = /^image\/(jpeg|png|webp)$/;

  const smaller = async (file) => {
    if (!PICTURE.test(file.type) || file.size < SMALL) return file;
    try {
      const drawn = await createImageBitmap(file), share = Math.min(1, LONGEST / Math.max(drawn.width, drawn.height));
      const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
      canvas.width = Math.round(drawn.width * share);
      canvas.height = Math.round(drawn.height * share);
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(drawn, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", .85); });
      return made && made.size < file.size ? made : file;
    } catch { return file; }  // the server says what is amiss
  };

  // What no server would take does not travel first.
  addEventListener("submit", (event) => {
    const form = event.target, field = form.elements.file, file = field?.files?.[0];
    if (!file || event.submitter?.name === "remove") return;
    const large = file.size > field.dataset.most && !PICTURE.test(file.type);
    field.setCustomValidity(large ? field.dataset.large : "");
    if (!large) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.removeAttribute("data-busy");
    field.reportValidity();
  }, true);

  // Like declic.post, for as long as something moves; `tell` hears the tenths done.
  self.declic.upload = async (address, fields, tell) => {
    const file = fields.get("file");
    if (file?.size) fields.set("file", await smaller(file), file.name);
    fields.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    return new Promise((done, fail) => {
      const way = new XMLHttpRequest();
      let still = 0, told = 0;
      const moved = () => { clearTimeout(still); still = setTimeout(() => way.abort(), STILL); };
      way.upload.onprogress = (event) => {
        moved();
        const share = Math.floor(10 * event.loaded / event.total) * 10;
        if (share !== told) tell(told = share);
      };
      way.onload = () => done({
        status: way.status, ok: way.status < 300, redirected: way.responseURL !== address, url: way.responseURL, text: () => way.responseText,
      });
      way.onerror = way.onabort = fail;
      way.onloadend = () => clearTimeout(still);
      way.open("POST", address);
      way.setRequestHeader("X-Requested-With", "fetch");
      moved();
      way.send(fields);
    });
  };
})();

export default () => {};  // imported where a file may be handed in; once is enough
