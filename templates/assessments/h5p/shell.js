(function () {
  'use strict';
  var NEXT = '\n/*:declic next script:*/\n';
  var port = null;

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

  function tell(type, data) { port.postMessage(Object.assign({ type: type }, data)); }

  function run(code) {
    var script = document.createElement('script');
    script.textContent = code;
    document.head.appendChild(script);
  }

  /* Saved work goes to the page, and comes back with the exercise: nothing is fetched. */
  function keepStates(integration) {
    function place(id, part) {
      var content = integration.contents['cid-' + id] = integration.contents['cid-' + id] || {};
      var all = content.contentUserData = content.contentUserData || {};
      return all[part || 0] = all[part || 0] || {};
    }
    H5P.setUserData = function (id, type, value, options) {
      var text = JSON.stringify(value), part = (options && options.subContentId) || 0, kept = place(id, part);
      if (text === undefined || kept[type] === text) { return; }
      kept[type] = text;
      tell('state', { dataType: type, part: String(part), value: text });
    };
    H5P.getUserData = function (id, type, done, part) {
      var text = place(id, part)[type];
      done(undefined, text === undefined ? undefined : JSON.parse(text));
    };
    H5P.deleteUserData = function (id, type, part) {
      delete place(id, part)[type];
      tell('state', { dataType: type, part: String(part || 0), value: null });
    };
    H5P.setFinished = function () {};
  }

  function saveSoon() {
    clearTimeout(saveSoon.timer);
    saveSoon.timer = setTimeout(function () {
      H5P.instances.forEach(function (instance) {
        var state = typeof instance.getCurrentState === 'function' ? instance.getCurrentState() : undefined;
        if (state !== undefined) { H5P.setUserData(instance.contentId, 'state', state); }
      });
    }, 300);
  }

  function reportHeight() {
    var last = 0;
    function measure() {
      var height = Math.ceil(document.body.getBoundingClientRect().height);
      if (Math.abs(height - last) > 1) { last = height; tell('height', { height: height }); }
    }
    new ResizeObserver(measure).observe(document.body);
    measure();
  }

  function play(exercise) {
    var scripts = exercise.scripts.split(NEXT), style = document.createElement('style'), box = document.createElement('div');
    window.H5PIntegration = exercise.integration;
    window.H5P = { preventInit: true };
    document.documentElement.lang = exercise.language;
    style.textContent = exercise.styles;
    document.head.appendChild(style);
    run(scripts.shift());
    keepStates(exercise.integration);
    H5P.externalDispatcher.on('xAPI', function (event) {
      tell('xapi', { statement: JSON.parse(JSON.stringify(event.data.statement)) });
      saveSoon();
    });
    scripts.forEach(run);
    box.className = 'h5p-content';
    box.setAttribute('data-content-id', '1');
    document.body.appendChild(box);
    H5P.init(document.body);
    reportHeight();
    tell('started', { instances: H5P.instances.length });
  }

  addEventListener('message', function take(event) {
    if (event.source !== parent || event.data !== 'declic-h5p' || !event.ports[0]) { return; }
    removeEventListener('message', take);
    port = event.ports[0];
    port.onmessage = function (message) {
      port.onmessage = null;
      play(message.data);
    };
    tell('ready');
  });
})();
