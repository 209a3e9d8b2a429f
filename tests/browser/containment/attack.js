/* What a hostile exercise would try. `tryToEscape(addresses)` answers what came of each trial; an address is asked
   under a name of its own, so that whoever listens there knows which trial got through. */
window.tryToEscape = async (addresses) => {
  const seen = {};
  const asked = (name) => addresses.map((address) => `${address}${name}`);
  const named = (error) => `refused ${(error && error.name) || error}`;
  const within = (promise) => Promise.race([promise, new Promise((done) => setTimeout(done, 1500, 'nothing'))]);
  async function trial(name, act) {
    try {
      const got = await within(act());
      seen[name] = got === undefined ? 'done' : String(got);
    } catch (error) { seen[name] = named(error); }
  }
  function element(name, attributes) {
    const made = Object.assign(document.createElement(name), attributes);
    document.body.appendChild(made);
    return made;
  }
  const each = (name, act) => { for (const address of asked(name)) act(address); };
  const first = (name) => asked(name)[0];

  await trial('origin', () => self.origin);
  await trial('parent document', () => (parent === self ? 'none' : parent.document.title));
  await trial('parent variable', () => (parent === self ? 'none' : parent.secret));
  await trial('frame element', () => (window.frameElement ? 'there' : 'none'));
  await trial('opener', () => (window.opener ? 'there' : 'none'));
  await trial('cookie', () => { document.cookie = 'left=behind; path=/'; return document.cookie || 'empty'; });
  await trial('real cookie', () => {
    const real = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
    real.set.call(document, 'left=behind; path=/');
    return real.get.call(document) || 'empty';
  });
  for (const name of ['localStorage', 'sessionStorage']) {
    /* The shell stands its own in their place: the browser's are asked of a window that it never saw. */
    await trial(`real ${name}`, () => { element('iframe', {}).contentWindow[name].setItem('left', 'behind'); return 'kept'; });
  }
  await trial('indexedDB', () => new Promise((done, fail) => {
    const request = indexedDB.open('left');
    request.onsuccess = () => done('kept');
    request.onerror = () => fail(request.error);
  }));
  await trial('caches', async () => { await caches.open('left'); return 'kept'; });
  await trial('private files', async () => { await navigator.storage.getDirectory(); return 'kept'; });
  await trial('service worker', async () => {
    if (!navigator.serviceWorker) return 'none';
    await navigator.serviceWorker.register(first('service-worker.js'));
    return 'there';
  });
  await trial('broadcast', () => new BroadcastChannel('declic').postMessage('hello'));
  await trial('forged statement', () => parent.postMessage({ type: 'xapi', statement: { verb: { id: 'x/completed' } } }, '*'));

  await trial('fetch', () => Promise.any(asked('fetch').map((address) => fetch(address, { mode: 'no-cors' }))).then(() => 'done', () => 'refused'));
  await trial('fetch a page of ours', () => fetch('/healthz').then((answer) => answer.status, named));
  await trial('request', () => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.onload = () => done('done');
    request.onerror = () => done('refused');
    request.open('POST', first('xhr'));
    request.send('x');
  }));
  await trial('beacon', () => each('beacon', (address) => navigator.sendBeacon(address, 'x')));
  await trial('socket', () => each('socket', (address) => new WebSocket(address.replace('http', 'ws'))));
  await trial('events', () => each('events', (address) => new EventSource(address)));
  const PEER = `<script>(() => { const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${new URL(addresses[1]).port}" }] }); peer.createDataChannel("x"); peer.createOffer().then((offer) => peer.setLocalDescription(offer)); })()</script>`;
  await trial('peers', () => { (0, eval)(PEER.slice(8, -9)); return 'offered'; });
  await trial('peers of another window', () => { element('iframe', { srcdoc: PEER }); return 'tried'; });
  await trial('peers of a hidden window', () => { element('div', {}).attachShadow({ mode: 'closed' }).innerHTML = `<iframe srcdoc='${PEER}'></iframe>`; return 'tried'; });
  await trial('peers of a written window', () => { document.write(`<iframe srcdoc='${PEER}'></iframe>`); return 'tried'; });
  await trial('worker', () => each('worker.js', (address) => new Worker(address)));
  await trial('shared worker', () => each('shared-worker.js', (address) => new SharedWorker(address)));
  await trial('worker of its own', () => new Promise((done) => {
    const code = `fetch(${JSON.stringify(first('worker-fetch'))}, {mode: 'no-cors'}).then(() => postMessage('done'), () => postMessage('refused'))`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    worker.onmessage = (event) => done(event.data);
    worker.onerror = () => done('refused');
  }));
  await trial('picture', () => each('picture', (address) => { new Image().src = address; }));
  await trial('style', () => each('style', (address) => {
    element('style', { textContent: `@import "${address}-sheet"; @font-face { font-family: S; src: url("${address}-font") } body { background: url("${address}-picture"); font-family: S, sans-serif }` });
  }));
  await trial('links', () => each('link', (address) => {
    for (const rel of ['stylesheet', 'prefetch', 'preload', 'modulepreload', 'manifest', 'icon']) element('link', { rel, as: 'fetch', href: `${address}-${rel}` });
  }));
  await trial('script', () => each('script', (src) => element('script', { src })));
  await trial('module', () => import(first('module')).then(() => 'done', () => 'refused'));
  await trial('film', () => each('film', (src) => element('video', { src, preload: 'auto' })));
  await trial('plug-in', () => each('plug-in', (address) => { element('object', { data: address }); element('embed', { src: address }); }));
  await trial('frame', () => each('frame', (src) => element('iframe', { src })));
  await trial('form', () => each('form', (action) => element('form', { action, method: 'post' }).submit()));
  await trial('form elsewhere', () => each('form-blank', (action) => element('form', { action, target: '_blank' }).submit()));
  await trial('popup', () => (window.open(first('popup')) ? 'opened' : 'none'));
  await trial('link to a new tab', () => each('new-tab', (href) => element('a', { href, target: '_blank' }).click()));
  await trial('dialog', () => { window.alert('hello'); return window.prompt('Code secret ?') === null ? 'none' : 'shown'; });
  await trial('clipboard', async () => { await navigator.clipboard.writeText('x'); return 'written'; });
  await trial('place', () => new Promise((done) => {
    if (!navigator.geolocation) return done('none');
    navigator.geolocation.getCurrentPosition(() => done('given'), () => done('refused'));
  }));
  await trial('camera', async () => { await navigator.mediaDevices.getUserMedia({ video: true }); return 'given'; });
  if (parent !== self) {
    await trial('top address', () => { top.location.href = first('top'); });
    await trial('top replaced', () => { top.location.replace(first('top-replaced')); });
    await trial('link to the top', () => each('top-link', (href) => element('a', { href, target: '_top' }).click()));
    await trial('form to the top', () => each('top-form', (action) => element('form', { action, target: '_top' }).submit()));
  }
  await new Promise((done) => setTimeout(done, 1500));
  return seen;
};
