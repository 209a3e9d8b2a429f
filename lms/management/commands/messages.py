"""Message catalogues: English msgids, French complete, others begun. Compiled without GNU gettext, by polib."""

import re
import shutil
import subprocess
import tempfile
from argparse import ArgumentParser
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands import makemessages

_IGNORED = ["node_modules/*", ".venv/*", "var/*", "tests/*", "*/locale/*"]
_WHOLE = "fr"
_FILE = Path("LC_MESSAGES", "django.po")
_VALUE = re.compile(r"%\(\w+\)[a-z]")


class _MakeMessages(makemessages.Command):
    """Django's command, without guesses: a new message starts untranslated."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


class Command(BaseCommand):
    help = "Compiles the catalogues (--compile), brings them up to date (--update) or checks them (--check)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        action = parser.add_mutually_exclusive_group(required=True)
        for name in ("compile", "update", "check"):
            action.add_argument(f"--{name}", action="store_const", const=name, dest="action")

    def handle(self, *args: Any, **options: Any) -> None:
        {"compile": _compile, "update": _update, "check": _check}[options["action"]]()


def _catalogue(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / _FILE


def _begun() -> list[str]:
    """The languages begun beside French: what they lack is said in French (Django's fallback to LANGUAGE_CODE)."""
    return [code for code, _name in settings.LANGUAGES if code != _WHOLE and _catalogue(code).exists()]


def _compile() -> None:
    for language in (_WHOLE, *_begun()):
        path = _catalogue(language)
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def _update() -> None:
    """Extract the msgids of code and templates (GNU gettext needed); keep the translations that exist."""
    extracted = _extracted()
    extracted.save(str(_catalogue(_WHOLE)))
    used = set(_texts(extracted))
    for language in _begun():
        catalogue = polib.pofile(str(_catalogue(language)), wrapwidth=110)
        for entry in [entry for entry in catalogue if _name(entry) not in used]:
            catalogue.remove(entry)
        _tidy(catalogue).save()


def _check() -> None:
    """Fail when a msgid of the code has no French, when a catalogue holds one that the code no longer has, or when
    a translation asks for a value that its msgid does not give.
    """
    used = _texts(_extracted())
    whole = polib.pofile(str(_catalogue(_WHOLE)))
    problems = [f"not in the catalogue: {text!r}" for text in sorted(used.keys() - _texts(whole).keys())]
    problems += [f"without French: {_name(entry)!r}" for entry in whole if not entry.translated()]
    for language in (_WHOLE, *_begun()):
        problems += [f"{language}: {problem}" for problem in _faults(polib.pofile(str(_catalogue(language))), used)]
    if problems:
        raise CommandError("\n".join([*problems, "Type `make messages`, then translate."]))


def _faults(catalogue: polib.POFile, used: Collection[str]) -> Iterator[str]:
    for entry in catalogue:
        if _name(entry) not in used:
            yield f"no longer used: {_name(entry)!r}"
        elif not _values_agree(entry):
            yield f"other values than its msgid's: {_name(entry)!r}"


def _values_agree(entry: polib.POEntry) -> bool:
    """Every %(value)s of the msgid stands in the translation, and none else; a plural may say its number in letters."""
    texts = [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]
    wanted = {*_VALUE.findall(entry.msgid), *_VALUE.findall(entry.msgid_plural)}
    said = [set(_VALUE.findall(text)) for text in texts]
    if entry.msgid_plural:
        return all(each <= wanted for each in said) and set().union(*said) == (wanted if said else set())
    return all(each == wanted for each in said)


def _extracted() -> polib.POFile:
    """The catalogue as the code wants it, made in a folder of its own so that nothing changes here."""
    _need_gettext()
    kept = settings.LOCALE_PATHS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _WHOLE / _FILE
        path.parent.mkdir(parents=True)
        shutil.copyfile(_catalogue(_WHOLE), path)
        settings.LOCALE_PATHS = [folder]
        try:
            call_command(
                _MakeMessages(),
                locale=[_WHOLE],
                ignore_patterns=_IGNORED,
                no_location=True,
                no_obsolete=True,
                verbosity=0,
            )
        finally:
            settings.LOCALE_PATHS = kept
        return _tidy(polib.pofile(str(path), wrapwidth=110))


def _texts(catalogue: polib.POFile) -> dict[str, bool]:
    """Each msgid, with its context, and whether it is translated."""
    return {_name(entry): entry.translated() for entry in catalogue if not entry.obsolete}


def _name(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt}|{entry.msgid}" if entry.msgctxt else entry.msgid


def _tidy(catalogue: polib.POFile) -> polib.POFile:
    """One order and no date: two people who add a message do not collide."""
    for field in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        catalogue.metadata.pop(field, None)
    for entry in catalogue:
        entry.comment = ""
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    return catalogue


def _need_gettext() -> None:
    if shutil.which("xgettext"):
        return
    apt = shutil.which("apt-get")
    if apt and subprocess.run([apt, "install", "-y", "-qq", "gettext"], check=False).returncode == 0:  # noqa: S603
        return
    raise CommandError("GNU gettext is missing. Type: apt-get install gettext")
