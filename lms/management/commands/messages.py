"""Message catalogues: English msgids, French complete. Compiled without GNU gettext, by polib."""

import shutil
import subprocess
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands import makemessages

_IGNORED = ["node_modules/*", ".venv/*", "var/*", "tests/*", "*/locale/*"]
_PLACE = Path("fr", "LC_MESSAGES", "django.po")


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


def _catalogue() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / _PLACE


def _compile() -> None:
    path = _catalogue()
    polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def _update() -> None:
    """Extract the msgids of code and templates (GNU gettext needed); keep the translations that exist."""
    extracted = _extracted()
    extracted.save(str(_catalogue()))


def _check() -> None:
    """Fail when a msgid of the code has no French, or the catalogue holds one that the code no longer has."""
    new, old = _texts(_extracted()), _texts(polib.pofile(str(_catalogue())))
    problems = [f"not in the catalogue: {text!r}" for text in sorted(new.keys() - old.keys())]
    problems += [f"no longer used: {text!r}" for text in sorted(old.keys() - new.keys())]
    problems += [f"without French: {text!r}" for text in sorted(new.keys() & old.keys()) if not old[text]]
    if problems:
        raise CommandError("\n".join([*problems, "Type `make messages`, then translate."]))


def _extracted() -> polib.POFile:
    """The catalogue as the code wants it, made in a folder of its own so that nothing changes here."""
    _need_gettext()
    kept = settings.LOCALE_PATHS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _PLACE
        path.parent.mkdir(parents=True)
        shutil.copyfile(_catalogue(), path)
        settings.LOCALE_PATHS = [folder]
        try:
            call_command(
                _MakeMessages(),
                locale=["fr"],
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
    return {
        f"{entry.msgctxt}|{entry.msgid}" if entry.msgctxt else entry.msgid: entry.translated()
        for entry in catalogue
        if not entry.obsolete
    }


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
