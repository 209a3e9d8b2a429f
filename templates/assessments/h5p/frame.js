/* What runs an exercise inside its frame: comes with the scripts, so that the browser keeps it. */
window.declicFrame = function (port, exercise) {
  var NEXT = '\n/*:declic next script:*/\n';

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

  /* What is done shows in the state at once, or once a movement on the screen is over. */
  function saveSoon() {
    (saveSoon.timers || []).forEach(clearTimeout);
    saveSoon.timers = [400, 1500, 4000].map(function (wait) { return setTimeout(save, wait); });
  }
  function save() {
    H5P.instances.forEach(function (instance) {
      var state = typeof instance.getCurrentState === 'function' ? instance.getCurrentState() : undefined;
      if (state !== undefined) { H5P.setUserData(instance.contentId, 'state', state); }
    });
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

  /* Long fonts stand in the styles as a font that cannot be read and says where the true one is. One that the exercise
     really draws with fails; then, and only then, the page is asked for it: the browser keeps it, for the page. */
  var fonts = [], asked = {};
  function fontsWhenNeeded(style) {
    var faces = Array.from(document.fonts), rules = Array.from(style.sheet.cssRules).filter(function (rule) { return rule instanceof CSSFontFaceRule; });
    rules.forEach(function (rule, index) {
      var named = /url\("data:font\/[a-z0-9]+,(\/h5p\/[^"]+)"\)/.exec(rule.cssText);
      if (named && faces[index]) { fonts.push({ face: faces[index], address: named[1] }); }
    });
    if (!fonts.length) { return; }
    document.fonts.addEventListener('loadingerror', lookForFonts);
    new MutationObserver(function () { setTimeout(lookForFonts, 100); }).observe(document.documentElement, { childList: true, subtree: true, attributes: true });
  }
  function lookForFonts() {
    fonts = fonts.filter(function (font) {
      if (font.face.status !== 'error') { return true; }
      (asked[font.address] = asked[font.address] || []).push(font.face);
      tell('font', { address: font.address });
      return false;
    });
  }
  function take(message) {
    if (!message || !asked[message.font]) { return; }
    asked[message.font].forEach(function (face) {
      var whole = new FontFace(face.family.replace(/^["']|["']$/g, ''), message.data, { style: face.style, weight: face.weight, unicodeRange: face.unicodeRange });
      document.fonts.add(whole);
    });
    delete asked[message.font];
  }

  /* What the core asks of the page around it, the same for everybody but `contents`. */
  function around(exercise) {
    var site = new URL(location.href).origin, hidden = { frame: false, export: false, embed: false, copyright: false, icon: false, copy: false };
    Object.keys(exercise.integration.contents).forEach(function (id) {
      Object.assign(exercise.integration.contents[id], { fullScreen: '0', displayOptions: hidden, exportUrl: '', embedCode: '', resizeCode: '' });
    });
    return Object.assign(exercise.integration, {
      baseUrl: site, url: site + '/h5p', siteUrl: site, urlLibraries: site + '/h5p/l', libraryDirectories: declicFrame.libraries,
      postUserStatistics: false, saveFreq: 3, hubIsEnabled: false, crossorigin: 'anonymous',
      /* A pseudonym: without a user the core saves nothing, and the exercise need not know whose it is. */
      user: { name: '–', mail: 'personne@invalid' }, ajax: { setFinished: '', contentUserData: '' },
      /* The page has a button for it, which also leads out again. */
      fullscreenDisabled: true,
      l10n: { H5P: declicFrame.words[exercise.language] || declicFrame.words.fr }
    });
  }

  function play(exercise) {
    var scripts = exercise.scripts.split(NEXT).slice(1), style = document.createElement('style'), box = document.createElement('div');
    window.H5PIntegration = around(exercise);
    window.H5P = { preventInit: true };
    document.documentElement.lang = exercise.language;
    style.textContent = exercise.styles;
    document.head.appendChild(style);
    fontsWhenNeeded(style);
    run(scripts.shift());
    keepStates(exercise.integration);
    H5P.externalDispatcher.on('xAPI', function (event) {
      tell('xapi', { statement: JSON.parse(JSON.stringify(event.data.statement)) });
      saveSoon();
    });
    scripts.forEach(run);
    ['click', 'input', 'change', 'keyup', 'pointerup'].forEach(function (name) { addEventListener(name, saveSoon, true); });
    box.className = 'h5p-content';
    box.setAttribute('data-content-id', '1');
    document.body.appendChild(box);
    H5P.init(document.body);
    reportHeight();
    tell('started', { instances: H5P.instances.length });
  }

  port.onmessage = function (message) { take(message.data); };
  play(exercise);
};
