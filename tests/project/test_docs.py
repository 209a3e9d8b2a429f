"""What the documents speak of exists: files they link to, commands they name, words they quote from the screen."""

import re
from pathlib import Path

import polib
import pytest
import wagtail
from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, resolve

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
GUIDES = [ROOT / "docs" / f"{name}.md" for name in ("formateurs", "conseillers", "administrateurs")]
WAGTAIL = Path(wagtail.__file__).parent
# Quoted in the guides without being a message: other programs' words, examples, names of files.
NOT_MESSAGES = {"CSV", "JSON", "XLSX", "Enregistrer sous", "Je sais…", "J’ai terminé"}
_VARIABLE = re.compile(r"%\(\w+\)[sd]")

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
every_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)


@every_document
def test_every_link_leads_to_a_file(document: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", document.read_text())
    inside = [target.split("#")[0] for target in targets if not target.startswith(("http", "#"))]
    assert [target for target in inside if not (document.parent / target).exists()] == []


@every_document
def test_every_command_named_exists(document: Path) -> None:
    typed = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", document.read_text(), re.DOTALL))
    commands = set(re.findall(r"manage\.py ([a-z]\w+)", typed))
    assert commands - get_commands().keys() == set()
    targets = set(re.findall(r"^`?(?:\w+=\S+ )*make ([a-z]+)", typed, re.MULTILINE))
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert targets - made == set()


@every_document
def test_every_file_of_the_code_that_is_named_exists(document: Path) -> None:
    named = re.findall(
        r"`((?:lms|assessments|courses|cms|tests|docs|static|templates)/[\w./-]+)`", document.read_text()
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", [ROOT / "README.md", *GUIDES], ids=lambda path: path.stem)
def test_every_address_to_type_answers(document: Path) -> None:
    addresses = re.findall(r"`(/[a-z0-9/-]+)`", document.read_text())
    assert [address for address in addresses if not _leads_somewhere(address)] == []


def _leads_somewhere(address: str) -> bool:
    try:
        return resolve(address).url_name != "wagtail_serve"  # which takes every address left
    except Resolver404:
        return False


@every_guide
def test_the_guides_quote_the_words_of_the_screen(guide: Path) -> None:
    whole, varying = _words_of_the_screen()
    quoted = {_plain(words) for words in re.findall(r"«([^»]+)»", guide.read_text())} - NOT_MESSAGES
    assert {words for words in quoted - whole if not varying.fullmatch(words)} == set()


def _words_of_the_screen() -> tuple[set[str], re.Pattern[str]]:
    """The French messages, ours and Wagtail's: those that are whole, and a pattern of those where something varies."""
    catalogue = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"
    entries = [*polib.pofile(str(catalogue))]
    for path in sorted(WAGTAIL.glob("**/locale/fr/LC_MESSAGES/django.mo")):
        entries += polib.mofile(str(path))
    texts = {_plain(text) for entry in entries for text in [entry.msgstr, *entry.msgstr_plural.values()]}
    varying = {text for text in texts if _VARIABLE.search(text)}
    patterns = [".+".join(map(re.escape, _VARIABLE.split(text))) for text in sorted(varying) if _says_something(text)]
    first_sentences = {re.split(r"[.\s]*[.:](?:\s|$)", text)[0] for text in texts}
    return texts | first_sentences, re.compile("|".join(patterns))


def _says_something(text: str) -> bool:
    """Whether words stay when what varies is taken out: “%(name)s – %(place)s” would match anything."""
    return len(re.findall(r"\w", _VARIABLE.sub("", text))) >= 5


def _plain(text: str) -> str:
    """Straight spaces, one apostrophe, a capital at the head as Django gives to labels."""
    bare = " ".join(text.split()).replace("'", "’")
    return bare[:1].upper() + bare[1:]


def test_decisions_are_numbered_once_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    files = sorted(path.name for path in folder.glob("0*.md"))
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    listed = re.findall(r"\]\((0[\w-]+\.md)\)", (folder / "README.md").read_text())
    assert listed == files
    assert all((folder / name).read_text().startswith(f"# {name[:4]} – ") for name in files)
