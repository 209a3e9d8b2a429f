"""The fields of an exercise as a tree, made from the semantics of its libraries and its parameters. Plain Python.

A node's path is the place of its value in the parameters. A group of exactly one field holds that field's value
itself, as in the gate: the path of both is the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

from ..manifest import LibraryKey
from ..plain_words import unescaped
from ..problems import PackageRefused
from ..semantics import ABSENT, Field, listed
from .kinds import FIRST, has_form
from .markup import show, words_of

Path = tuple[str | int, ...]


@dataclass
class Node:
    """One field of a form. `kind` says how it is drawn; `closed`: it is edited on a page of its own."""

    kind: str
    path: Path
    field: Field
    label: str
    value: Any = ABSENT
    children: list["Node"] = default(default_factory=list)
    key: LibraryKey | None = None  # of a library field: what stands there
    title: str = ""  # what is called what stands there
    closed: bool = False
    number: int = 0  # of an entry of a list, from 1
    sisters: int = 0  # entries of the list that this is one of
    typed: str | None = None  # what was sent, while it cannot be kept
    error: str = ""
    refused: PackageRefused | None = None  # why the file sent cannot be kept
    condition: tuple[str, str] | None = None  # it serves only where that field (label) is that (words)
    is_idle: bool = False  # and that is not so now
    said: str = ""  # the error, in the person's language
    offers: list[tuple[str, str]] = default(default_factory=list)  # libraries that may stand or be added there
    address: str = ""  # where its picture can be seen

    @property
    def name(self) -> str:
        """The name of its control: letters, digits, dots."""
        return name_of(self.path)

    @property
    def id(self) -> str:
        return "f-" + "-".join(map(str, self.path))

    @property
    def help(self) -> str:
        """What the semantics say about it, without markup."""
        important = self.field.get("important")
        more = important.get("description") if isinstance(important, Mapping) else None
        said = [text for text in (self.field.get("description"), more) if isinstance(text, str)]
        return " ".join(words_of(text) for text in said)[:1000]

    @property
    def example(self) -> str:
        """An example that the semantics give."""
        important = self.field.get("important")
        given = important.get("example") if isinstance(important, Mapping) else None
        return words_of(given)[:500] if isinstance(given, str) else ""

    @property
    def is_common(self) -> bool:
        """Words of the player, the same in every exercise: folded deepest."""
        return self.field.get("common") is True

    @property
    def is_optional(self) -> bool:
        return bool(self.field.get("optional"))

    @property
    def is_rich(self) -> bool:
        return isinstance(self.field.get("tags"), list)

    @property
    def is_html(self) -> bool:
        """Whether its box shows HTML: its markup is more than paragraphs and simple marks."""
        return self.is_rich and show(self._said()).is_html

    @property
    def is_long(self) -> bool:
        """Whether its text needs more than a line."""
        text = self.text
        return self.is_rich or self.field.get("widget") == "textarea" or "\n" in text or len(text) > 90

    @property
    def rows(self) -> int:
        """Lines of its box."""
        text = self.text
        return min(max(2, text.count("\n") + len(text) // 80 + 1), 14)

    @property
    def before(self) -> str:
        """What its control showed before anyone typed: what comes back the same changes nothing."""
        if self.kind == "text":
            return show(self._said()).text if self.is_rich else unescaped(one_line_ends(self._said()))
        value = self._value_or_default()
        if self.kind == "boolean":
            return "1" if value is True else ""
        return "" if value is ABSENT or isinstance(value, dict | list) else str(value)

    @property
    def text(self) -> str:
        """What its control shows."""
        return self.before if self.typed is None else self.typed

    @property
    def options(self) -> list[tuple[str, str]]:
        """(value, label) of a choice; what is chosen is always among them, also nothing."""
        given = (each for each in listed(self.field.get("options")) if isinstance(each, dict) and "value" in each)
        offered = [(str(each["value"]), str(each.get("label", each["value"]))) for each in given]
        now = self.before
        extra = [("", "–")] if now == "" or self.is_optional else []
        if now and now not in {value for value, _label in offered}:
            extra.append((now, now))
        return [*extra, *offered]

    @property
    def entity(self) -> str:
        """What an entry of this list is called."""
        entity = self.field.get("entity")
        return entity if isinstance(entity, str) else ""

    @property
    def low(self) -> int | float | None:
        return bound(self.field.get("min"))

    @property
    def high(self) -> int | float | None:
        return bound(self.field.get("max"))

    @property
    def may_grow(self) -> bool:
        return self.kind == "list" and (self.high is None or len(self.children) < self.high)

    @property
    def may_shrink(self) -> bool:
        return self.kind == "list" and len(self.children) > (self.low or 0)

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.sisters

    @property
    def files(self) -> list[str]:
        """Paths of the files that it holds."""
        found = self.value if isinstance(self.value, list) else [self.value]
        return [each["path"] for each in found if isinstance(each, dict) and isinstance(each.get("path"), str)]

    @property
    def is_kept(self) -> bool:
        """Whether what stands here has no form: it is moved or taken out whole."""
        return is_kept_as_is(self)

    @property
    def holds_libraries(self) -> bool:
        """Whether the entries of this list are exercises of their own."""
        entry = self.field.get("field")
        return isinstance(entry, Mapping) and entry.get("type") == "library"

    @property
    def is_folded(self) -> bool:
        """Whether a group is seldom changed: semantics say so."""
        seldom = self.field.get("importance") == "low" or self.is_optional
        return self.kind == "group" and bool(self.label) and seldom and self.field.get("expanded") is not True

    @property
    def has_wrong(self) -> bool:
        return any(each.error for each in self.walk())

    @property
    def usual(self) -> list["Node"]:
        """Fields of a picture, sound or text that stands inside an exercise; `seldom` are the others."""
        return [each for each in self.children if not each.is_common]

    @property
    def seldom(self) -> list["Node"]:
        return [each for each in self.children if each.is_common]

    @property
    def summary(self) -> str:
        """A few words that tell it from its sisters: those of the fields that come first, else any."""
        base = (*self.path, "params")
        order = [(*base, *name.split(".")) for name in FIRST.get(self.key.machine_name, ())] if self.key else []
        first = [node for path in order for node in self.children if node.path == path]
        leaves = (leaf for node in [*first, self] for leaf in node.leaves() if leaf.kind == "text")
        words = next((words for leaf in leaves if (words := leaf.words)), "")
        return words if len(words) <= 90 else words[:89] + "…"

    @property
    def words(self) -> str:
        """The words of its text."""
        return words_of(self._said()) if self.kind == "text" else ""

    @property
    def is_asked_for(self) -> bool:
        """Whether its text may not be empty."""
        return self.kind == "text" and not (self.is_optional or self.is_common or self.is_idle)

    @property
    def is_missing(self) -> bool:
        """Whether its text is asked for and empty."""
        return self.is_asked_for and not self.words

    def leaves(self, *, closed: bool = True) -> Iterator["Node"]:
        """This node or those below it that hold a value themselves; without `closed`, only those on this page."""
        if self.kind in ("group", "list", "library"):
            for child in self.children:
                if closed or not (child.closed or is_kept_as_is(child)):
                    yield from child.leaves(closed=closed)
        else:
            yield self

    def walk(self) -> Iterator["Node"]:
        """This node and all below."""
        yield self
        for child in self.children:
            yield from child.walk()

    def _value_or_default(self) -> Any:
        return self.field.get("default", ABSENT) if self.value is ABSENT else self.value

    def _said(self) -> str:
        value = self._value_or_default()
        return "" if value is ABSENT or isinstance(value, dict | list) else str(value)


def find(root: Node, path: Path) -> Node | None:
    """The node at this path; of a group and its only field, the inner one."""
    return next((node for node in reversed(list(root.walk())) if node.path == path), None)


def name_of(path: Path) -> str:
    """A path as the name of a control."""
    return ".".join(map(str, path))


def path_of(name: str) -> Path:
    """The path that a name stands for; any text gives one, which may lead nowhere."""
    return tuple(int(each) if each.isascii() and each.isdigit() and len(each) < 6 else each for each in name.split("."))


def generic(path: Path) -> Path:
    """The same path whatever the place in lists."""
    return tuple("*" if isinstance(each, int) else each for each in path)


def one_line_ends(text: str) -> str:
    """Text with ends of lines as forms send them, written one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def bound(value: object) -> int | float | None:
    """A bound of the semantics, which some write as text."""
    if isinstance(value, str):
        try:
            value = int(value)
        except ValueError:
            return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def is_kept_as_is(node: Node) -> bool:
    """Whether what stands in a library field has no form here."""
    return node.kind == "library" and node.key is not None and not has_form(node.key)
