"""What can be wrong with an H5P package, in words that can be shown to the person who chose the file.

Messages are English msgids with named parameters: whoever shows them translates first, then fills them in.
Plain Python, no Django import.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogue, as Django's function of this name does; it stays English here."""
    return message


MESSAGES: Mapping[str, str] = {
    "not_a_zip": gettext_noop("This file is not an H5P package: it cannot be opened as a zip archive."),
    "damaged": gettext_noop("The package is damaged: “%(path)s” cannot be read back as it was packed."),
    "too_large": gettext_noop("The package weighs %(size)s MB; the limit is %(limit)s MB."),
    "empty": gettext_noop("The package is empty."),
    "too_many_files": gettext_noop("The package holds %(count)s files; the limit is %(limit)s."),
    "unpacked_too_large": gettext_noop("Unpacked, the package would exceed the limit of %(limit)s MB."),
    "file_too_large": gettext_noop("“%(path)s” exceeds the limit of %(limit)s MB for one file."),
    "bomb": gettext_noop("“%(path)s” is compressed far more than any normal file: it may be an attack."),
    "bombs": gettext_noop("The package is compressed far more than any normal one: it may be an attack."),
    "unsafe_path": gettext_noop("“%(path)s” is not a safe file name."),
    "path_too_long": gettext_noop("“%(path)s” is too long a file name: the limit is %(limit)s bytes."),
    "path_too_deep": gettext_noop("“%(path)s” lies too many folders down: the limit is %(limit)s."),
    "duplicate": gettext_noop("“%(path)s” occurs twice, or differs from another file only by its capitals."),
    "not_a_file": gettext_noop("“%(path)s” is a link or a special file, not an ordinary file."),
    "encrypted": gettext_noop("“%(path)s” is protected by a password."),
    "compression": gettext_noop("“%(path)s” is compressed in a way we do not read."),
    "overlap": gettext_noop("“%(path)s” shares its bytes with another file of the archive."),
    "extension": gettext_noop("“%(path)s”: files of this kind are not accepted in an exercise."),
    "not_its_kind": gettext_noop("“%(path)s” is not what its name says: the contents do not match the file type."),
    "picture_too_large": gettext_noop("The picture “%(path)s” has too many pixels."),
    "missing": gettext_noop("The file “%(path)s” is missing from the package."),
    "json_syntax": gettext_noop("“%(path)s” is not valid JSON (line %(line)s, column %(column)s)."),
    "json_encoding": gettext_noop("“%(path)s” is not written in UTF-8."),
    "json_depth": gettext_noop("“%(path)s” nests its contents too deeply; the limit is %(limit)s levels."),
    "json_number": gettext_noop("“%(path)s” holds a number that cannot be used."),
    "json_text": gettext_noop("“%(path)s” holds a forbidden character."),
    "json_too_large": gettext_noop("“%(path)s” exceeds the limit of %(limit)s MB for a JSON file."),
    "json_together": gettext_noop("The JSON files of the package hold too much together; the limit is %(limit)s MB."),
    "field": gettext_noop("“%(path)s”: the field “%(field)s” is missing or wrong."),
    "library_folder": gettext_noop("The folder “%(path)s” cannot be that of a library."),
    "library_name": gettext_noop("The folder “%(path)s” does not match the library it holds, %(library)s."),
    "library_file": gettext_noop("The library %(library)s names the file “%(path)s”, which is missing."),
    "language_file": gettext_noop("“%(path)s” is not named as a language file should be."),
    "core_api": gettext_noop("%(library)s asks for a newer H5P player (%(wanted)s) than ours (%(ours)s)."),
    "main_library": gettext_noop("The main library %(library)s is not among the dependencies of the package."),
    "not_runnable": gettext_noop("%(library)s cannot be played by itself."),
    "missing_library": gettext_noop("The library %(library)s is neither in the package nor known here."),
    "cycle": gettext_noop("The libraries depend on one another in a ring: %(library)s."),
    "too_many_needed": gettext_noop("The exercise needs %(count)s libraries; the limit is %(limit)s."),
    "too_many_libraries": gettext_noop("The package holds %(count)s libraries; the limit is %(limit)s."),
    "library_not_allowed": gettext_noop("At “%(field)s”, the library %(library)s is not allowed."),
    "unsafe_file_reference": gettext_noop("At “%(field)s”, “%(path)s” does not lie in the package."),
    "text_too_long": gettext_noop("At “%(field)s”, the text is too long; the limit is %(limit)s characters."),
    "params_too_large": gettext_noop("The contents of the exercise are too large once completed."),
    "unreadable": gettext_noop("The package cannot be read."),
}

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class Problem:
    """One reason to refuse a package. `code` is stable; `message % params` is its English text."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English msgid, parameters not filled in."""
        return MESSAGES[self.code]

    def __str__(self) -> str:
        return self.message % self.params


class PackageRefused(Exception):
    """The package is not accepted; `problems` says everything that was found wrong (at most 50)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)[:SHOWN_AT_MOST]
        super().__init__("; ".join(str(problem) for problem in self.problems))


class Problems:
    """Collects problems while reading goes on, so that a person is told all of them at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, code: str, **params: str | int) -> None:
        """Note one problem; the same one twice is kept once."""
        shown = {name: printable(value) for name, value in params.items()}
        problem = Problem(code, shown)
        if len(self._found) < SHOWN_AT_MOST and problem not in self._found:
            self._found.append(problem)

    def refuse_if_any(self) -> None:
        """Raise `PackageRefused` when something was found."""
        if self._found:
            raise PackageRefused(self._found)


def printable(value: str | int) -> str | int:
    """A value fit to be shown and stored: no control or direction character, at most 200 signs."""
    if isinstance(value, int):
        return value
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in value)
    return shown if len(shown) <= 200 else shown[:199] + "…"
