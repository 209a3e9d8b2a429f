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

_IGNORED = ["node_modules/*", ".venv/*", "var/*", "tests/*"]


class Command(BaseCommand):
    help = "Compiles the catalogues (--compile), brings them up to date (--update) or checks them (--check)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        action = parser.add_mutually_exclusive_group(required=True)
        for name in ("compile", "update", "check"):
            action.add_argument(f"--{name}", action="store_const", const=name, dest="action")

    def handle(self, *args: Any, **options: Any) -> None:
        {"compile": self._compile, "update": self._update, "check": self._check}[options["action"]]()

    def _compile(self) -> None:
        for path in _catalogues():
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))

    def _update(self) -> None:
        """Extract the msgids of code and templates (GNU gettext needed); keep the translations that exist."""
        _need_gettext()
        call_command(
            "makemessages", locale=["fr"], ignore=_IGNORED, no_location=True, no_obsolete=True, no_fuzzy_matching=True,
            verbosity=0,
        )  # fmt: skip
        for path in _catalogues():
            _tidy(path)

    def _check(self) -> None:
        """Fail when a msgid of the code has no French, or the catalogue holds one that the code no longer has."""
        path = _catalogues()[0]
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder) / "kept.po"
            shutil.copyfile(path, kept)
            try:
                self._update()
                new, old = _texts(path), _texts(kept)
            finally:
                shutil.copyfile(kept, path)
        problems = [f"not in the catalogue: {text!r}" for text in sorted(new.keys() - old.keys())]
        problems += [f"no longer used: {text!r}" for text in sorted(old.keys() - new.keys())]
        problems += [f"without French: {text!r}" for text in sorted(new) if not new[text] and text in old]
        if problems:
            raise CommandError("\n".join([*problems, "Type `make messages`, then translate."]))


def _catalogues() -> list[Path]:
    return sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"))


def _texts(path: Path) -> dict[str, bool]:
    """Each msgid and whether it is translated."""
    return {entry.msgid: entry.translated() for entry in polib.pofile(str(path)) if not entry.obsolete}


def _tidy(path: Path) -> None:
    """One order and no date: two people who add a message do not collide."""
    catalogue = polib.pofile(str(path), wrapwidth=110)
    for field in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        catalogue.metadata.pop(field, None)
    for entry in catalogue:
        entry.comment = ""
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save(str(path))


def _need_gettext() -> None:
    if shutil.which("xgettext"):
        return
    apt = shutil.which("apt-get")
    if apt and subprocess.run([apt, "install", "-y", "-qq", "gettext"], check=False).returncode == 0:  # noqa: S603
        return
    raise CommandError("GNU gettext is missing. Type: apt-get install gettext")
