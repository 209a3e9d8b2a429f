/* The seat's camera reads a card. Loaded when « Utiliser la caméra » is pressed; its pictures never leave the page. */
const PATIENCE = 30000, PAUSE = 120, WIDTH = 640;

const script = (address) => new Promise((done, failed) => {
  document.head.append(Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed }));
});

/* Gives what a picture says. The browser's own reader where there is one, else ours, which comes only now. */
const reader = async (decoder) => {
  const formats = await self.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (formats?.includes("qr_code")) {
    const native = new BarcodeDetector({ formats: ["qr_code"] });
    return async (canvas) => (await native.detect(canvas))[0]?.rawValue;
  }
  if (!self.jsQR) await script(decoder);
  return (canvas, pen) => self.jsQR(pen.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height)?.data;
};

export default async function readCard(box, take) {
  const button = box.querySelector("button"), words = box.querySelector("[role=status]");
  const say = (name) => { words.textContent = name ? box.dataset[name] : ""; };
  button.disabled = true;
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (problem) {
    button.disabled = false;
    return say(problem.name === "NotAllowedError" ? "refused" : "none");
  }
  const video = Object.assign(document.createElement("video"), { srcObject: stream, muted: true, playsInline: true });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    video.remove();
    button.disabled = false;
  };
  addEventListener("pagehide", stop, { once: true });
  try {
    box.append(video);
    say("reading");
    await video.play();
    const decode = await reader(box.dataset.decoder);
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d", { willReadFrequently: true });
    for (const end = performance.now() + PATIENCE; performance.now() < end;) {
      canvas.width = Math.min(video.videoWidth, WIDTH);
      canvas.height = video.videoHeight * canvas.width / video.videoWidth;
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const read = await decode(canvas, pen);
      if (read?.includes("#") && take(read.split("#").pop())) return say("");
      await new Promise((next) => setTimeout(next, PAUSE));
    }
    say("unread");
  } catch {
    say("unread");
  } finally {
    stop();
  }
}
