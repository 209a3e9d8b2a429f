"""Pictures of Moodle XML: hostile until drawn anew, described or waiting for it, and back in the file that leaves."""

import base64
import io
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given as made_by
from hypothesis import settings
from PIL import Image

from assessments.bank.filing import set_state
from assessments.bank.models import Item, ItemMedia, State
from assessments.exchange import illustrations, pictures
from assessments.exchange.embedded import decoded, without_files
from assessments.exchange.files import decode
from assessments.exchange.formats import Format
from assessments.exchange.moodle_xml_reading import read_moodle_xml
from assessments.exchange.moodle_xml_writing import write_moodle_xml
from assessments.exchange.pictures import CARRIED, lightened
from assessments.exchange.queries import reading_of, written_as
from assessments.exchange.questions import Picture, TrueFalseQuestion
from assessments.exchange.services import Imported, import_questions
from tests.assessments.exchange.made import texts
from tests.factories.h5p import picture
from tests.factories.people import StructureFactory, UserFactory

TRUE = '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'


def _file(content: bytes, name: str = "souris.png") -> str:
    return f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(content).decode()}</file>'


def _shown(name: str = "souris.png", alt: str = "Une souris") -> str:
    return f'&lt;img src="@@PLUGINFILE@@/{name}" alt="{alt}"&gt;'


def _quiz(files: str, text: str, *, name: str = "Souris") -> str:
    said = f'<questiontext format="html"><text>&lt;p&gt;Vrai ? {text}&lt;/p&gt;</text>\n{files}</questiontext>'
    named = f"<name><text>{name}</text></name>"
    return f'<quiz>\n<question type="truefalse">{named}{said}{TRUE}\n</question></quiz>'


def _imported(text: str) -> Imported:
    return import_questions(
        structure=StructureFactory.create(), text=text, format=None, by=UserFactory.create(), now=timezone.now()
    )


def _drawn(media: ItemMedia) -> Image.Image:
    with media.file.open("rb") as file:
        return Image.open(io.BytesIO(file.read()))


def test_the_first_picture_that_the_question_shows_is_its_own_and_others_are_told():
    first, second = picture((8, 8)), picture((9, 9))
    files = _file(second, "b c.png") + _file(first, "a.png")
    (question,) = read_moodle_xml(_quiz(files, _shown("b%20c.png", " Un  écran ") + _shown("a.png"))).questions
    assert question.picture == Picture(content=second, description="Un écran")
    assert [(note.code, note.count) for note in question.left_out] == [("other_files", 1)]


@pytest.mark.parametrize(
    ("files", "text"),
    [("", _shown()), (_file(b"x"), _shown("other.png")), (_file(picture()), '&lt;img src="http://127.0.0.1:9/x.png"&gt;'),
     ('<file name="souris.png" encoding="base64">%%%</file>', _shown()),
     ('<file name="souris.png" encoding="base64"></file>', _shown())],
)  # fmt: skip
def test_a_picture_that_is_elsewhere_or_no_base64_is_left_out_and_told(files: str, text: str):
    (question,) = read_moodle_xml(_quiz(files, text)).questions
    assert (question.picture, [note.code for note in question.left_out]) == (None, ["files"])


def _carried(text: str) -> list[bytes]:
    return [decoded(each.split(">")[1].split("<")[0]) for each in text.split("<file")[1:]]


def test_only_pictures_of_questions_are_carried_and_they_are_drawn_anew():
    large = picture((3000, 20))
    answer = f"<answer><text>oui</text>{_file(large)}</answer>"
    text = _quiz(_file(large) + _file(b"ID3 un son", "a.mp3"), _shown()).replace("</question>", f"{answer}</question>")
    light = lightened(text)
    drawn, sound, in_answer = _carried(light)
    assert Image.open(io.BytesIO(drawn)).size == (1280, 9)
    assert (sound, in_answer) == (b"", b"")
    assert light.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, picture()[:40], b"<svg onload=alert(1)>", picture(kind="GIF")],
)
def test_what_is_no_picture_is_never_carried(content: bytes):
    assert _carried(lightened(_quiz(_file(content), _shown()))) == [b""]


def test_pictures_are_carried_as_far_as_a_page_takes_them_and_drawn_as_long_as_it_is_quick(
    monkeypatch: pytest.MonkeyPatch,
):
    text = "".join(_quiz(_file(picture((50, 50))), _shown()) for _rank in range(4))
    monkeypatch.setattr(pictures, "MAX_PIXELS", 3 * 2500)
    assert [bool(each) for each in _carried(lightened(text))] == [True, True, True, False]
    one = len(lightened(_quiz(_file(picture((50, 50))), ""))) - len(without_files(_quiz(_file(b""), "")))
    monkeypatch.setattr(pictures, "CARRIED", 2 * one)
    assert [bool(each) for each in _carried(lightened(text))] == [True, True, False, False]


def test_a_picture_that_says_it_is_immense_is_not_drawn():
    bomb = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 200_000
    assert _carried(lightened(_quiz(_file(bomb.getvalue()), _shown()))) == [b""]


@pytest.mark.django_db
def test_a_picture_comes_in_with_its_description():
    imported = _imported(lightened(_quiz(_file(picture((40, 30))), _shown())))
    media = ItemMedia.objects.get(version__item__in=imported.items)
    assert (media.kind, media.part, media.description) == ("image", "prompt", "Une souris")
    assert _drawn(media).format == "WEBP"
    assert (imported.items[0].state, imported.waiting) == (State.READY, ())


@pytest.mark.django_db
def test_a_picture_without_description_comes_in_as_a_draft_that_waits_for_it():
    text = _quiz(_file(picture()), _shown(alt=""))
    reading = reading_of(text, structure=StructureFactory.create())
    assert [note.code for note in reading.incoming[0].notes] == ["undescribed"]
    imported = _imported(text)
    item = Item.objects.get(pk=imported.items[0].pk)
    assert (item.state, list(imported.waiting)) == (State.DRAFT, [item])
    who = {"by": UserFactory.create(), "now": timezone.now()}
    assert set_state(items=[item], state=State.READY, **who) == 0, "nobody would hear what it shows"
    ItemMedia.objects.update(description="Une souris")
    assert set_state(items=[item], state=State.READY, **who) == 1


@pytest.mark.django_db
def test_a_broken_picture_keeps_its_question_as_a_draft_and_the_others_come_in():
    broken = picture((60, 60))[:-30]
    both = _quiz(_file(broken), _shown()).replace("</quiz>", "") + _quiz("", "", name="Autre").removeprefix("<quiz>\n")
    imported = _imported(both)
    assert [item.title for item in imported.items] == ["Souris", "Autre"]
    assert [item.title for item in imported.waiting] == ["Souris"]
    assert not ItemMedia.objects.exists()


@pytest.mark.django_db
def test_a_picture_leaves_and_comes_back(monkeypatch: pytest.MonkeyPatch):
    first = _imported(_quiz(_file(picture((40, 30))), _shown(alt="Une &amp;quot;souris&amp;quot;")))
    mine = Item.objects.filter(pk__in=[item.pk for item in first.items])
    file = written_as(Format.MOODLE_XML, mine)
    assert file.problems == ()
    again = _imported(lightened(file.text))
    kept = [ItemMedia.objects.get(version__item=imported.items[0].pk) for imported in (first, again)]
    assert kept[0].description == kept[1].description == 'Une "souris"'
    assert _drawn(kept[1]).size == (40, 30)
    assert again.items[0].versions.get().prompt == first.items[0].versions.get().prompt == "Vrai ?"
    monkeypatch.setattr(illustrations, "HEAVIEST", kept[0].size - 1)
    assert [problem.code for problem in written_as(Format.MOODLE_XML, mine).problems] == ["picture_heavy"]


@settings(max_examples=150)
@made_by(texts(), texts(0, 60))
def test_a_question_with_a_picture_reads_back_the_same(prompt: str, description: str):
    """Lines are trimmed and at most one is empty, as beside any tag."""
    prompt = "\n".join(line.strip(" \t") for line in prompt.split("\n") if line.strip(" \t"))
    shown = Picture(content=picture(), description=" ".join(description.split()))
    question = TrueFalseQuestion(name="n", prompt=prompt, answer=True, picture=shown)
    assert read_moodle_xml(write_moodle_xml([question]).text).questions == (question,)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["truefalse.xml", "multichoice.xml", "multianswer.xml"])
def test_pictures_of_real_files_come_in_go_out_and_come_in_the_same(name: str, question_files_dir: Path):
    text = decode((question_files_dir / name).read_bytes())
    light = lightened(text)
    assert len(light) - len(without_files(text)) <= CARRIED
    first = _imported(light)
    file = written_as(Format.MOODLE_XML, Item.objects.filter(pk__in=[item.pk for item in first.items]))
    second = _imported(lightened(file.text))
    held = [_described(imported) for imported in (first, second)]
    assert held[0] == held[1]


def _described(imported: Imported) -> list[tuple[str, str]]:
    media = ItemMedia.objects.filter(version__item__in=[item.pk for item in imported.items])
    return sorted(media.values_list("version__item__title", "description"))
