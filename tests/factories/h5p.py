"""Builds H5P packages of a small content type of our own, whole or broken in one chosen way.

`Declic.Card` asks one question, has a button « right » and a button « wrong », reports an xAPI result and
saves its state. `Declic.Deck` is made of several cards: each reports for itself, then the deck for all.
"""

import io
import json
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

from PIL import Image

LIBRARY = "Declic.Card"
FOLDER = "Declic.Card-1.2"
HELPER = "Declic.Paper"
HELPER_FOLDER = "Declic.Paper-1.0"

SCRIPT = """
var H5P = H5P || {};
var Declic = window.Declic || {};
Declic.Card = (function (EventDispatcher) {
  function Card(params, contentId, extras) {
    EventDispatcher.call(this);
    var self = this;
    var answer = ((extras && extras.previousState) || {}).answer;
    var state = document.createElement('p');
    function reply(right) {
      answer = right ? 'right' : 'wrong';
      state.textContent = answer;
      var event = self.createXAPIEventTemplate('answered');
      var definition = event.getVerifiedStatementValue(['object', 'definition']);
      definition.interactionType = 'choice';
      definition.description = { fr: params.question };
      definition.choices = ['right', 'wrong'].map(function (name) {
        return { id: name, description: { fr: params.labels[name] } };
      });
      definition.correctResponsesPattern = ['right'];
      event.setScoredResult(right ? 2 : 0, 2, self, true, right);
      event.data.statement.result.response = answer;
      self.trigger(event);
    }
    this.attach = function (container) {
      var box = container[0];
      var text = document.createElement('p');
      text.innerHTML = params.question;
      box.appendChild(text);
      ['right', 'wrong'].forEach(function (name) {
        var button = document.createElement('button');
        button.textContent = params.labels[name];
        button.addEventListener('click', function () { reply(name === 'right'); });
        box.appendChild(button);
      });
      state.className = 'declic-state';
      state.textContent = answer || '';
      box.appendChild(state);
    };
    this.getCurrentState = function () { return { answer: answer }; };
  }
  Card.prototype = Object.create(EventDispatcher.prototype);
  Card.prototype.constructor = Card;
  return Card;
})(H5P.EventDispatcher);
"""

DECK = "Declic.Deck"
DECK_FOLDER = "Declic.Deck-1.0"
DECK_SCRIPT = """
var H5P = H5P || {};
var Declic = window.Declic || {};
Declic.Deck = (function (EventDispatcher) {
  function Deck(params, contentId, extras) {
    EventDispatcher.call(this);
    var self = this, scores = {};
    var states = ((extras && extras.previousState) || {}).cards || [];
    this.attach = function (container) {
      self.cards = params.cards.map(function (card, index) {
        var box = H5P.jQuery('<div class="declic-card"></div>').appendTo(container);
        var instance = H5P.newRunnable(card, contentId, box, undefined, { parent: self, previousState: states[index] });
        instance.on('xAPI', function (event) {
          scores[index] = event.data.statement.result.score.raw;
          var given = Object.keys(scores).map(function (each) { return scores[each]; });
          if (given.length === params.cards.length) {
            self.triggerXAPICompleted(given.reduce(function (a, b) { return a + b; }, 0), 2 * given.length);
          }
        });
        return instance;
      });
    };
    this.getCurrentState = function () {
      return { cards: self.cards.map(function (card) { return card.getCurrentState(); }) };
    };
  }
  Deck.prototype = Object.create(EventDispatcher.prototype);
  Deck.prototype.constructor = Deck;
  return Deck;
})(H5P.EventDispatcher);
"""
DECK_SEMANTICS: list[dict[str, Any]] = [
    {"name": "cards", "type": "list", "field": {"name": "card", "type": "library", "options": [f"{LIBRARY} 1.2"]}}
]
DECK_PARTS = ("5f0c2f0e-6a3b-4a57-9a4f-000000000001", "5f0c2f0e-6a3b-4a57-9a4f-000000000002")

SEMANTICS: list[dict[str, Any]] = [
    {
        "name": "question",
        "type": "text",
        "widget": "html",
        "tags": ["strong", "em", "a"],
    },
    {"name": "hint", "type": "text", "optional": True},
    {
        "name": "labels",
        "type": "group",
        "fields": [
            {"name": "right", "type": "text", "default": "Juste"},
            {"name": "wrong", "type": "text", "default": "Faux"},
        ],
    },
    {
        "name": "overallFeedback",
        "type": "group",
        "fields": [
            {
                "name": "overallFeedback",
                "type": "list",
                "field": {
                    "name": "range",
                    "type": "group",
                    "fields": [
                        {
                            "name": "from",
                            "type": "number",
                            "min": 0,
                            "max": 100,
                            "default": 0,
                        },
                        {"name": "feedback", "type": "text"},
                    ],
                },
            }
        ],
    },
    {"name": "picture", "type": "image", "optional": True},
    {"name": "sound", "type": "audio", "optional": True},
    {"name": "repeat", "type": "boolean", "default": True},
    {"name": "points", "type": "number", "min": 1, "max": 10, "default": 1},
    {
        "name": "mode",
        "type": "select",
        "options": [{"value": "one", "label": "One"}, {"value": "two", "label": "Two"}],
        "default": "one",
    },
    {
        "name": "inner",
        "type": "library",
        "optional": True,
        "options": [f"{LIBRARY} 1.2"],
    },
]

PARAMS: dict[str, Any] = {
    "question": "Où <strong>cliquer</strong> ?",
    "picture": {
        "path": "images/photo.png",
        "mime": "image/png",
        "width": 8,
        "height": 8,
    },
}


def picture(size: tuple[int, int] = (8, 8), kind: str = "PNG") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def h5p_json(**changes: Any) -> dict[str, Any]:
    """The manifest of the package; a change to None takes the field out."""
    manifest = {
        "title": "Une carte",
        "language": "fr",
        "mainLibrary": LIBRARY,
        "embedTypes": ["div"],
        "license": "CC BY",
        "authors": [{"name": "Association d’essai", "role": "Author"}],
        "preloadedDependencies": [dependency(LIBRARY, 1, 2)],
    } | changes
    return {name: value for name, value in manifest.items() if value is not None}


def library_json(name: str = LIBRARY, minor: int = 2, **changes: Any) -> dict[str, Any]:
    """The manifest of a library; a change to None takes the field out."""
    manifest = {
        "title": "Card",
        "machineName": name,
        "majorVersion": 1,
        "minorVersion": minor,
        "patchVersion": 3,
        "runnable": 1,
        "license": "AGPL-3.0-or-later",
        "preloadedJs": [{"path": "card.js"}],
        "preloadedCss": [{"path": "card.css"}],
        "preloadedDependencies": [dependency(HELPER, 1, 0)],
    } | changes
    return {name: value for name, value in manifest.items() if value is not None}


def dependency(name: str, major: int, minor: int) -> dict[str, Any]:
    """A reference to a library."""
    return {"machineName": name, "majorVersion": major, "minorVersion": minor}


def helper_json(**changes: Any) -> dict[str, Any]:
    """The manifest of the second library, which only brings a style."""
    plain = {
        "title": "Paper",
        "runnable": 0,
        "preloadedJs": None,
        "preloadedDependencies": None,
    }
    return library_json(HELPER, 0, **(plain | {"preloadedCss": [{"path": "paper.css"}]} | changes))


def h5p_files(
    **changes: bytes | str | dict[str, Any] | list[Any] | None,
) -> dict[str, bytes]:
    """The files of the package by path; a change replaces, adds or (None) takes a file out."""
    files: Mapping[str, Any] = {
        "h5p.json": h5p_json(),
        "content/content.json": PARAMS,
        "content/images/photo.png": picture(),
        f"{FOLDER}/library.json": library_json(),
        f"{FOLDER}/semantics.json": SEMANTICS,
        f"{FOLDER}/card.js": SCRIPT,
        f"{FOLDER}/card.css": ".declic-state { color: teal }",
        f"{FOLDER}/language/fr.json": {"semantics": []},
        f"{HELPER_FOLDER}/library.json": helper_json(),
        f"{HELPER_FOLDER}/paper.css": "@font-face { font-family: Paper; src: url('paper.woff2') }",
        f"{HELPER_FOLDER}/paper.woff2": b"wOF2" + bytes(12),
    } | changes
    return {name: as_bytes(value) for name, value in files.items() if value is not None}


def as_bytes(value: bytes | str | dict[str, Any] | list[Any]) -> bytes:
    """File contents from bytes, a text, or a value to write as JSON."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode()


def h5p_package(
    **changes: bytes | str | dict[str, Any] | list[Any] | None,
) -> io.BytesIO:
    """A whole package, changed as `h5p_files` says: `h5p_package(**{"h5p.json": h5p_json(title=None)})`."""
    return zipped(h5p_files(**changes).items())


def deck_package() -> io.BytesIO:
    """A deck of two cards, each a part with an id of its own."""
    cards = [
        {"library": f"{LIBRARY} 1.2", "params": PARAMS | {"question": f"Question {number}"}, "subContentId": part}
        for number, part in enumerate(DECK_PARTS, start=1)
    ]
    deck = {
        "preloadedJs": [{"path": "deck.js"}], "preloadedCss": None,
        "preloadedDependencies": [dependency(LIBRARY, 1, 2)], "title": "Deck",
    }  # fmt: skip
    return h5p_package(
        **{
            "h5p.json": h5p_json(
                mainLibrary=DECK, preloadedDependencies=[dependency(DECK, 1, 0), dependency(LIBRARY, 1, 2)]
            ),
            "content/content.json": {"cards": cards},
            f"{DECK_FOLDER}/library.json": library_json(DECK, 0, **deck),
            f"{DECK_FOLDER}/semantics.json": DECK_SEMANTICS,
            f"{DECK_FOLDER}/deck.js": DECK_SCRIPT,
        }
    )


def content_only(**changes: Any) -> io.BytesIO:
    """The package without its libraries."""
    without = {name: None for name in h5p_files() if not name.startswith(("content/", "h5p.json"))}
    return h5p_package(**(without | changes))


def zipped(files: Any) -> io.BytesIO:
    """An archive of (name or `ZipInfo`, bytes) pairs, names repeated when the pairs repeat them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    out.seek(0)
    return out


def zip_entry(name: str, mode: int = 0o100644, **attributes: Any) -> zipfile.ZipInfo:
    """A directory entry with a chosen Unix mode or other attributes."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    for attribute, value in attributes.items():
        setattr(entry, attribute, value)
    return entry


def with_local_name(package: io.BytesIO, name: str, other: str) -> io.BytesIO:
    """The same archive where one file's own header gives another name than the directory does."""
    data = bytearray(package.getvalue())
    at = data.index(b"PK\x03\x04")
    while data[at + 30 : at + 30 + len(name)] != name.encode():
        at = data.index(b"PK\x03\x04", at + 4)
    data[at + 30 : at + 30 + len(name)] = other.encode()
    return io.BytesIO(bytes(data))


def with_announced_size(package: io.BytesIO, name: str, size: int) -> io.BytesIO:
    """The same archive whose directory lies about the unpacked size of one file."""
    data = bytearray(package.getvalue())
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    struct.pack_into("<L", data, at + 24, size)
    return io.BytesIO(bytes(data))
