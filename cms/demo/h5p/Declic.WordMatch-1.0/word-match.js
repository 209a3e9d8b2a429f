/* For each meaning, a list of all the words: choose, check, see what is right. One point for each. */
var H5P = H5P || {};
var Declic = window.Declic || {};

Declic.WordMatch = (function (EventDispatcher) {
  'use strict';

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    return made;
  }

  function WordMatch(params, contentId, extras) {
    EventDispatcher.call(this);
    this.contentId = contentId;
    this.params = params;
    this.saved = (extras && extras.previousState) || {};
    this.rows = [];
  }

  WordMatch.prototype = Object.create(EventDispatcher.prototype);
  WordMatch.prototype.constructor = WordMatch;

  WordMatch.prototype.attach = function ($container) {
    var self = this;
    /* No form: a sandboxed frame does not even let one say that it is submitted. */
    var form = element('div', 'declic-word-match');
    var check = element('button', '', this.params.labels.check);
    var list = element('ol');
    form.appendChild(element('p', '', this.params.introduction));
    this.params.pairs.forEach(function (pair, index) { list.appendChild(self.row(pair, index)); });
    form.appendChild(list);
    check.type = 'button';
    check.addEventListener('click', function () { self.check(); });
    form.appendChild(check);
    this.status = form.appendChild(element('p', 'declic-word-match-status'));
    this.status.setAttribute('role', 'status');
    $container[0].appendChild(form);
  };

  WordMatch.prototype.row = function (pair, index) {
    var id = 'declic-word-match-' + this.contentId + '-' + index;
    var item = element('li');
    var label = element('label', '', pair.meaning);
    var select = element('select');
    label.htmlFor = id;
    select.id = id;
    select.appendChild(new Option(this.params.labels.choose, ''));
    this.words().forEach(function (word) { select.appendChild(new Option(word, word)); });
    select.value = (this.saved.chosen || [])[index] || '';
    [label, select].forEach(function (part) { item.appendChild(part); });
    this.rows.push({ word: pair.word, select: select, verdict: item.appendChild(element('span')) });
    return item;
  };

  /* All the words in alphabetical order: the order of the list gives nothing away. */
  WordMatch.prototype.words = function () {
    return this.params.pairs.map(function (pair) { return pair.word; }).sort();
  };

  WordMatch.prototype.check = function () {
    var labels = this.params.labels;
    this.rows.forEach(function (row) {
      var right = row.select.value === row.word;
      row.verdict.textContent = right ? labels.right : labels.wrong;
      row.verdict.className = 'declic-word-match-verdict declic-word-match-' + (right ? 'right' : 'wrong');
    });
    this.status.textContent = labels.score.replace('@score', this.getScore()).replace('@total', this.getMaxScore());
    this.triggerXAPIScored(this.getScore(), this.getMaxScore(), 'answered', true, this.getScore() === this.getMaxScore());
    this.trigger('resize');
  };

  WordMatch.prototype.getScore = function () {
    return this.rows.filter(function (row) { return row.select.value === row.word; }).length;
  };

  WordMatch.prototype.getMaxScore = function () { return this.params.pairs.length; };

  WordMatch.prototype.getAnswerGiven = function () {
    return this.rows.some(function (row) { return row.select.value !== ''; });
  };

  WordMatch.prototype.getCurrentState = function () {
    return { chosen: this.rows.map(function (row) { return row.select.value; }) };
  };

  return WordMatch;
})(H5P.EventDispatcher);
