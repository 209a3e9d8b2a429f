(function () {
  'use strict';
  /* Libraries expect storage, which an opaque frame does not have: they get one that ends with the frame. */
  function memory() {
    var kept = {};
    return new Proxy({
      getItem: function (key) { return Object.prototype.hasOwnProperty.call(kept, key) ? kept[key] : null; },
      setItem: function (key, value) { kept[key] = String(value); },
      removeItem: function (key) { delete kept[key]; },
      clear: function () { kept = {}; },
      key: function (index) { return Object.keys(kept)[index] || null; }
    }, {
      get: function (methods, key) { return key === 'length' ? Object.keys(kept).length : methods[key] || kept[key]; },
      set: function (methods, key, value) { kept[key] = String(value); return true; },
      deleteProperty: function (methods, key) { delete kept[key]; return true; }
    });
  }
  ['localStorage', 'sessionStorage'].forEach(function (name) {
    Object.defineProperty(window, name, { value: memory(), configurable: true });
  });
  Object.defineProperty(document, 'cookie', { get: function () { return ''; }, set: function () {}, configurable: true });

  /* No policy that browsers know keeps calls between computers in: they would reach a server through any of the above.
     A frame with a text of its own would bring them back: it is gone before a script of it runs. */
  ['RTCPeerConnection', 'webkitRTCPeerConnection'].forEach(function (name) {
    Object.defineProperty(window, name, { value: undefined });
  });
  function watch(root) {
    new MutationObserver(function () {
      root.querySelectorAll('iframe[srcdoc]').forEach(function (frame) { frame.remove(); });
    }).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['srcdoc'] });
    return root;
  }
  watch(document);
  var attachShadow = Element.prototype.attachShadow;
  Object.defineProperty(Element.prototype, 'attachShadow', { value: function (options) { return watch(attachShadow.call(this, options)); } });
  ['setHTMLUnsafe', 'write', 'writeln', 'open'].forEach(function (name) {
    if (name in Element.prototype) { Object.defineProperty(Element.prototype, name, { value: undefined }); }
    if (name in Document.prototype) { Object.defineProperty(Document.prototype, name, { value: function () {} }); }
  });

  addEventListener('message', function take(event) {
    if (event.source !== parent || event.data !== 'declic-h5p' || !event.ports[0]) { return; }
    removeEventListener('message', take);
    var port = event.ports[0];
    port.onmessage = function (message) {
      var script = document.createElement('script');
      script.textContent = message.data.scripts.split('\n/*:declic next script:*/\n', 1)[0];
      document.head.appendChild(script);
      declicFrame(port, message.data);
    };
    port.postMessage({ type: 'ready' });
  });
})();
