"""The studio's forms for H5P exercises: what a trainer changes is kept as a version, and nothing typed is lost."""

import datetime
import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from assessments.attempts import services as attempts
from assessments.h5p import services
from assessments.h5p.cleaning import sweep_files
from assessments.h5p.editing.kinds import FIRST, is_editable
from assessments.h5p.export import regenerated
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PDraft, H5PLibrary
from assessments.h5p.package import read_package
from assessments.h5p.problems import PackageRefused
from assessments.h5p.store import blob_name, storage
from assessments.h5p.workshop import main_of
from cms.authoring.services import create_structure
from lms.accounts.models import User
from lms.journal.models import Entry
from lms.structures.models import Role, Structure
from lms.structures.services import give_membership
from tests.factories.h5p import dependency, h5p_json, h5p_package, picture
from tests.factories.h5p_forms import choice_params, forms_package, set_params, with_picture
from tests.factories.people import StructureFactory, UserFactory, learner, person, trainer
from tests.sql import CapturedSql

pytestmark = pytest.mark.django_db


class Boxes(HTMLParser):
    """The first form of a page with what a browser would send back, and its buttons."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.buttons: list[str] = []
        self._select = self._area = ""
        self.feed(page[page.index('class="h5p-form"') :].split("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "input" and given.get("type") in ("hidden", "text"):
            self.data[name] = given.get("value", "")
        elif tag == "input" and given.get("type") == "checkbox" and "checked" in given:
            self.data[name] = given["value"]
        elif tag == "textarea":
            self._area, self.data[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in given or self._select not in self.data):
            self.data[self._select] = given["value"]
        elif tag == "button":
            self.buttons.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.data[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.data[self._area] = self.data[self._area].removeprefix("\n").replace("\n", "\r\n")
            self._area = ""


def staff(place: Structure) -> User:
    """A trainer with the rights of the studio."""
    user = UserFactory.create()
    give_membership(user=user, structure=place, role=Role.TRAINER, by=None, now=timezone.now())
    return user


def received(place: Structure, package: io.BytesIO | None = None) -> H5PContent:
    by = trainer(place)
    got = services.receive_package(
        file=package or forms_package(), name="question.h5p", structure=place, by=by, now=timezone.now()
    )
    for library in H5PLibrary.objects.order_by("pk"):
        services.approve_library(library=library, by=by, now=timezone.now())
    return got.content


@pytest.fixture
def exercise(place: Structure) -> H5PContent:
    return received(place)


def address(content: H5PContent, name: str = "content", *more: Any, part: str = "") -> str:
    return reverse(f"studio_exercise_{name}", args=[content.activity.uuid, *more]) + (f"?part={part}" if part else "")


def shown(client: Client, content: H5PContent, part: str = "") -> Boxes:
    answer = client.get(address(content, part=part))
    assert answer.status_code == 200
    return Boxes(answer.content.decode())


def send(client: Client, content: H5PContent, do: str, part: str = "", **typed: Any) -> Any:
    """The page as it is shown, with what was typed, and one button pressed."""
    named = {name.replace("__", ":", 1).replace("__", "."): value for name, value in typed.items()}
    return client.post(address(content, part=part), {**shown(client, content, part).data, **named, "do": do})


def newest(content: H5PContent) -> H5PContentVersion:
    return content.versions.order_by("-number")[0]


def test_a_question_and_its_right_answer_are_changed_and_play_as_a_new_version(karim, exercise, client: Client) -> None:
    before = newest(exercise)
    typed = {"p__question": "Où <strong>taper</strong> ?\r\n\r\nRegardez bien.", "p__answers__0__text": "Au clavier"}
    answer = send(client, exercise, "save", **typed)
    assert answer.status_code == 302
    version = newest(exercise)
    assert (version.number, version.package, version.edited_by) == (2, None, karim)
    assert version.params["question"] == "<p>Où <strong>taper</strong> ?</p>\n<p>Regardez bien.</p>"
    assert version.params["answers"][0] == before.params["answers"][0] | {"text": "Au clavier"}
    assert version.params["labels"] == before.params["labels"]
    assert version.dependencies == before.dependencies
    assert (version.language, version.licence, version.authors) == (before.language, before.licence, before.authors)
    assert [asset.path for asset in version.assets.order_by("path")] == ["images/photo.png"]
    assert Entry.objects.filter(verb="h5p.edited", actor_id=karim.pk).exists()
    assert not H5PDraft.objects.exists()
    played = client.post(reverse("h5p_play", args=[exercise.activity.uuid]), "{}", content_type="application/json")
    assert "Au clavier" in played.json()["integration"]["contents"]["cid-1"]["jsonContent"]


def test_a_form_saved_untouched_makes_no_version(karim, exercise, client: Client) -> None:
    for do in ("keep", "save"):
        assert send(client, exercise, do).status_code == 302
    assert newest(exercise).number == 1
    assert not H5PDraft.objects.exists()


def test_common_fields_come_first_and_the_others_are_folded_in_french(karim, exercise, client: Client) -> None:
    page = client.get(address(exercise)).content.decode()
    assert page.index("La question") < page.index("Les réponses") < page.index("Autres réglages")
    assert page.index("Autres réglages") < page.index("Pass mark") < page.index("Mots des boutons et des messages")
    assert "What is asked. Short." in page
    assert "p:behaviour.hidden" not in page


def test_an_answer_is_added_filled_moved_and_removed_without_a_script(karim, exercise, client: Client) -> None:
    answer = send(client, exercise, "add:answers", p__question="Nouvelle question")
    assert answer.url.endswith("#ef-answers-2")
    assert 'id="ef-answers-2"' in client.get(answer.url).content.decode()
    assert "p:answers.2.text" in shown(client, exercise).data
    assert send(client, exercise, "save").status_code == 422, "an answer without words is not for learners"
    assert send(client, exercise, "up:answers.2", p__answers__2__text="Partout").status_code == 302
    assert send(client, exercise, "remove:answers.0").status_code == 302
    assert newest(exercise).number == 1, "learners see nothing of a draft"
    assert send(client, exercise, "save").status_code == 302
    assert [each["text"] for each in newest(exercise).params["answers"]] == ["Partout", "<strong>Là</strong>"]
    assert newest(exercise).params["question"] == "<p>Nouvelle question</p>"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(karim, exercise, client: Client) -> None:
    typed = {"p__behaviour__pass": "cent", "p__question": "Autre question"}
    answer = send(client, exercise, "save", **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Écrivez un nombre." in page
    assert 'href="#f-behaviour-pass"' in page
    boxes = Boxes(page).data
    assert (boxes["p:behaviour.pass"], boxes["p:question"]) == ("cent", "Autre question")
    assert "<details open>" in page
    assert newest(exercise).number == 1
    assert client.post(address(exercise), boxes | {"p:behaviour.pass": "80", "do": "save"}).status_code == 302
    assert newest(exercise).params["behaviour"]["pass"] == 80


def test_hostile_markup_is_taken_out_and_said(karim, place, client: Client) -> None:
    content = received(place, forms_package(choice_params() | {"question": "<ul><li>Un</li></ul>"}))
    hostile = "<ul><li>Un<script>alert(1)</script><img src=x onerror=alert(1)></li></ul>"
    page = client.post(
        address(content), {**shown(client, content).data, "p:question": hostile, "do": "save"}, follow=True
    )
    assert newest(content).number == 1, "what is left says what was there"
    typed = hostile.replace("Un", "Deux") + "&lt;"
    page = client.post(
        address(content), {**shown(client, content).data, "p:question": typed, "do": "save"}, follow=True
    )
    assert newest(content).params["question"] == "<ul><li>Deux</li></ul>&lt;"
    assert "a été retiré" in page.content.decode()


def test_a_picture_is_put_in_drawn_again_and_the_former_one_leaves(karim, place, client: Client) -> None:
    content = received(place, forms_package(choice_params(**with_picture())))
    assert 'src="/h5p/f/' in client.get(address(content)).content.decode()
    file = SimpleUploadedFile("Mon écran.JPG", picture((2000, 1000), "JPEG"))
    field = {"file:media.type.params.file": file, "p:media.type.params.alt": "Un écran"}
    sent = client.post(address(content), {**shown(client, content).data, **field, "do": "keep"})
    assert sent.status_code == 302
    page = client.get(address(content)).content.decode()
    source = page.split('class="h5p-picture" src="')[1].split('"')[0]
    drawn = client.get(source)
    assert Image.open(io.BytesIO(b"".join(drawn))).size == (1600, 800)
    assert send(client, content, "save").status_code == 302
    held = newest(content).params["media"]["type"]["params"]
    assert (held["file"]["width"], held["alt"]) == (1600, "Un écran")
    assert [asset.path for asset in newest(content).assets.all()] == [held["file"]["path"]]
    assert client.get(source).status_code == 404, "the draft is gone"


def test_a_picture_of_a_draft_is_not_swept_away_and_goes_with_it(karim, place, client: Client) -> None:
    content = received(place, forms_package(choice_params(**with_picture())))
    field = {"file:media.type.params.file": SimpleUploadedFile("a.png", picture((30, 20)))}
    client.post(address(content), {**shown(client, content).data, **field, "do": "keep"})
    name = blob_name(H5PDraft.objects.get().assets.get().sha256)
    now = timezone.now()
    for day in (0, 2, 4):
        sweep_files(now=now + datetime.timedelta(days=day))
    assert storage().exists(name)
    client.post(address(content, "draft_discard"))
    for day in (6, 8):
        sweep_files(now=now + datetime.timedelta(days=day))
    assert not storage().exists(name)


@pytest.mark.parametrize("data", [b"not a picture", b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\nbroken"])
def test_a_file_that_is_no_picture_is_refused_beside_its_field(karim, place, client: Client, data: bytes) -> None:
    content = received(place, forms_package(choice_params(**with_picture())))
    field = {"file:media.type.params.file": SimpleUploadedFile("photo.png", data), "p:question": "Gardé"}
    answer = client.post(address(content), {**shown(client, content).data, **field, "do": "save"})
    assert answer.status_code == 422
    assert "photo.png" in answer.content.decode()
    assert Boxes(answer.content.decode()).data["p:question"] == "Gardé"
    assert newest(content).number == 1


def test_a_sound_replaces_another_and_is_taken_out(karim, place, client: Client) -> None:
    content = received(place, forms_package(main="H5P.QuestionSet"))
    sound = SimpleUploadedFile("voix.mp3", b"ID3" + bytes(200))
    assert client.post(
        address(content), {**shown(client, content).data, "file:sound": sound, "do": "save"}
    ).status_code == 302  # fmt: skip
    assert newest(content).params["sound"][0]["mime"] == "audio/mpeg"
    client.post(address(content), {**shown(client, content).data, "drop:sound": "1", "do": "save"})
    assert "sound" not in newest(content).params
    assert [asset.path for asset in newest(content).assets.all()] == ["images/photo.png"]


def test_each_question_of_a_set_has_its_page(karim, place, client: Client) -> None:
    content = received(place, forms_package(main="H5P.QuestionSet"))
    first = shown(client, content)
    assert "part:questions.1" in first.buttons
    assert not [name for name in first.data if name.startswith("p:questions")]
    assert send(client, content, "part:questions.1").url.endswith("?part=questions.1")
    answer = send(client, content, "part:questions.0", "questions.1", p__questions__1__params__question="La deuxième")
    assert answer.url.endswith("?part=questions.0")
    assert "1 sur 2" in client.get(answer.url).content.decode()
    assert send(client, content, "save", "questions.0").status_code == 302
    assert newest(content).params["questions"][1]["params"]["question"] == "<p>La deuxième</p>"
    assert newest(content).params["questions"][1]["subContentId"] == "q2"


def test_a_question_is_added_to_a_set_in_french_and_must_be_filled(karim, place, client: Client) -> None:
    package = forms_package(main="H5P.QuestionSet", **{"h5p.json": _manifest("und")})
    content = received(place, package)
    answer = send(client, content, "add:questions")
    assert answer.url.endswith("?part=questions.2")
    page = client.get(answer.url).content.decode()
    assert "C&#x27;est juste" in page
    refused = send(client, content, "save")
    assert refused.status_code == 422
    assert "?part=questions.2#f-questions-2-params-question" in refused.content.decode()
    filled = {
        "p__questions__2__params__question": "Et ici ?",
        "p__questions__2__params__answers__0__text": "Oui",
    }
    added = send(client, content, "add:questions.2.params.answers", "questions.2", **filled)
    assert added.url.endswith("?part=questions.2#ef-questions-2-params-answers-0")
    assert send(client, content, "save", "questions.2", **filled).status_code == 302
    question = newest(content).params["questions"][2]
    assert question["library"] == "H5P.MultiChoice 1.16"
    assert question["params"]["labels"]["wrong"] == "C&#039;est faux"
    assert question["subContentId"]


def _manifest(language: str) -> dict[str, Any]:
    needs = [("H5P.QuestionSet", 1, 20), ("H5P.MultiChoice", 1, 16), ("H5P.Image", 1, 1)]
    dependencies = [dependency(*each) for each in needs]
    return h5p_json(mainLibrary="H5P.QuestionSet", language=language, preloadedDependencies=dependencies)


def test_a_set_of_thirty_questions_opens_with_few_queries_and_a_short_form(
    karim, place, client: Client, assert_sql_budget
) -> None:
    small, large = (received(place, forms_package(set_params(count), main="H5P.QuestionSet")) for count in (2, 30))
    client.get(address(small))
    with_two = _queries(client, address(small))
    assert _queries(client, address(large)) == with_two <= 25
    assert _queries(client, address(large, part="questions.7")) <= with_two + 2
    assert len(shown(client, large).data) < 50


def _queries(client: Client, page: str) -> int:
    with CapturedSql.on(connection) as sql:
        assert client.get(page).status_code == 200
    return len(sql)


def test_a_version_that_came_meanwhile_is_shown_and_may_be_replaced(karim, place, exercise, client: Client) -> None:
    mine = shown(client, exercise).data | {"p:question": "La mienne"}
    other = Client()
    other.force_login(staff(place))
    assert send(other, exercise, "save", p__question="La sienne").status_code == 302
    kept = client.post(address(exercise), mine | {"do": "save"})
    assert kept.status_code == 409
    page = kept.content.decode()
    assert "La sienne" in page
    assert Boxes(page).data["p:question"] == "La mienne"
    assert newest(exercise).number == 2
    assert client.post(address(exercise), Boxes(page).data | {"do": "save"}).status_code == 302
    assert newest(exercise).number == 3
    assert newest(exercise).params["question"] == "<p>La mienne</p>"


def test_an_older_window_overwrites_nothing_and_gives_its_words_back(karim, exercise, client: Client) -> None:
    older = shown(client, exercise).data | {"p:question": "De l’ancienne fenêtre"}
    assert send(client, exercise, "keep", p__question="De la nouvelle").status_code == 302
    answer = client.post(address(exercise), older | {"do": "keep"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "De l’ancienne fenêtre" in page
    assert Boxes(page).data["p:question"] == "De la nouvelle"


@pytest.mark.parametrize(
    "do", ["remove:answers.9", "add:", "add:nothing", "up:answers.0", "choose:question", "explode"]
)
def test_a_button_that_the_page_has_not_changes_nothing(karim, exercise, client: Client, do: str) -> None:
    assert send(client, exercise, do).status_code in {302, 409}
    assert newest(exercise).number == 1
    assert not H5PDraft.objects.exists()


def test_too_many_entries_are_refused(karim, exercise, client: Client) -> None:
    for _number in range(4):
        assert send(client, exercise, "add:answers").status_code == 302
    assert "add:answers" not in shown(client, exercise).buttons
    assert send(client, exercise, "add:answers").status_code == 409
    assert len(H5PDraft.objects.get().params["answers"]) == 6


def test_a_giant_form_gets_a_clear_answer(karim, exercise, client: Client) -> None:
    many = {f"p:answers.{number}.text": "x" for number in range(3000)}
    answer = client.post(address(exercise), many)
    assert answer.status_code == 400
    assert "Rien n’a changé" in answer.content.decode()
    huge = client.post(address(exercise), {"p:question": "x" * (6 * 1024 * 1024)})
    assert huge.status_code in {400, 413}
    assert not H5PDraft.objects.exists()


def test_a_question_without_words_is_not_saved_for_learners(karim, exercise, client: Client) -> None:
    answer = send(client, exercise, "save", p__question=" ")
    assert answer.status_code == 422
    assert "Écrivez quelque chose ici." in answer.content.decode()
    assert newest(exercise).number == 1


def test_a_text_that_is_too_long_says_so(karim, exercise, client: Client) -> None:
    answer = send(client, exercise, "save", p__question="x" * 100_001)
    assert answer.status_code == 422
    assert "Ce texte est trop long." in answer.content.decode()


def test_a_draft_is_tried_by_its_author_alone_and_nothing_is_recorded(karim, place, exercise, client: Client) -> None:
    assert send(client, exercise, "preview", p__question="Essai").url == address(exercise, "draft_preview")
    page = client.get(address(exercise, "draft_preview"))
    assert f'data-play="{address(exercise, "draft_play")}"' in page.content.decode()
    assert f'<a href="{address(exercise, "content")}">← Reprendre les modifications</a>' in page.content.decode()
    played = client.post(address(exercise, "draft_play")).json()
    assert "Essai" in played["integration"]["contents"]["cid-1"]["jsonContent"]
    assert (played["statements"], played["state"], played["finish"]) == ("", "", "")
    colleague = Client()
    colleague.force_login(staff(place))
    theirs = colleague.post(address(exercise, "draft_play")).json()
    assert "Essai" not in theirs["integration"]["contents"]["cid-1"]["jsonContent"]


def test_changes_are_given_up(karim, exercise, client: Client) -> None:
    send(client, exercise, "keep", p__question="Essai")
    assert client.post(address(exercise, "draft_discard")).status_code == 302
    assert not H5PDraft.objects.exists()
    assert "Où cliquer" in shown(client, exercise).data["p:question"]


def test_versions_are_listed_compared_looked_at_and_brought_back(karim, exercise, client: Client) -> None:
    send(client, exercise, "save", p__question="Deuxième")
    page = client.get(address(exercise, "versions")).content.decode()
    assert "question.h5p" in page
    assert str(karim) in page
    assert "<del>Où cliquer ?</del>" in page
    assert "<ins>Deuxième</ins>" in page
    played = client.post(address(exercise, "version_play", 1)).json()
    assert json.loads(played["integration"]["contents"]["cid-1"]["jsonContent"])["question"] == "<p>Où cliquer ?</p>"
    assert client.get(address(exercise, "version", 1)).status_code == 200
    client.post(address(exercise, "version_back", 1))
    third = newest(exercise)
    assert (third.number, third.package, third.edited_by) == (3, None, karim)
    assert third.params == exercise.versions.get(number=1).params
    assert third.assets.count() == 1
    client.post(address(exercise, "version_back", 3))
    assert newest(exercise).number == 3
    assert client.get(address(exercise, "version", 9)).status_code == 404


def test_people_in_the_middle_are_counted_before_saving(karim, place, exercise, client: Client) -> None:
    attempts.start_attempt(user=learner(place), activity=exercise.activity, plan=[], context=None, now=timezone.now())
    for name in ("content", "versions"):
        assert "1 personne a commencé cet exercice" in client.get(address(exercise, name)).content.decode()


def test_a_type_without_form_says_so(karim, place, client: Client) -> None:
    content = received(place, h5p_package())
    page = client.get(address(content))
    assert page.status_code == 200
    assert "Declic.Card 1.2" in page.content.decode()
    assert client.post(address(content), {"do": "save"}).status_code == 200
    assert newest(content).number == 1


def test_an_exercise_too_large_for_a_form_says_so(karim, place, client: Client) -> None:
    content = received(place, forms_package(choice_params() | {"answers": [{"text": "Un"}] * 6000}))
    for answer in (client.get(address(content)), client.post(address(content), {"do": "save", "edition": "0"})):
        assert answer.status_code == 200
        assert "trop grand pour être modifié ici" in answer.content.decode()
    assert client.get(address(content, "versions")).status_code == 200


def test_an_edited_exercise_leaves_as_a_package_that_comes_in_again(karim, place, client: Client) -> None:
    content = received(place, forms_package(choice_params(**with_picture())))
    file = SimpleUploadedFile("a.png", picture((30, 20)))
    field = {"file:media.type.params.file": file, "p:question": "Changée"}
    assert client.post(address(content), {**shown(client, content).data, **field, "do": "save"}).status_code == 302
    with regenerated(newest(content)) as file_out:
        package = read_package(file_out)
    assert package.params == newest(content).params
    assert [asset.path for asset in package.assets] == [asset.path for asset in newest(content).assets.all()]


def test_every_real_exercise_saved_untouched_stays_and_changed_leaves_as_a_good_package(
    karim, place, client: Client, h5p_packages_dir: Path
) -> None:
    seen = set()
    for path in sorted(h5p_packages_dir.glob("*.h5p")):
        try:
            content = received(place, io.BytesIO(path.read_bytes()))
        except PackageRefused:
            continue
        if not is_editable(main_of(newest(content))):
            continue
        seen.add(main_of(newest(content)).machine_name)
        whole = shown(client, content)
        parts = [do.removeprefix("part:") for do in whole.buttons if do.startswith("part:")]
        for part in ["", *parts]:
            assert send(client, content, "keep", part).status_code == 302, path.name
        assert not H5PDraft.objects.exists(), path.name
        part = parts[0] if parts else ""
        boxes = shown(client, content, part).data
        name = next(name for name, text in boxes.items() if name.startswith("p:") and len(text) > 6 and "<" not in text)
        typed = boxes | {name: "Essai & Cie", "do": "save"}
        assert client.post(address(content, part=part), typed).status_code == 302, path.name
        assert newest(content).number == 2, path.name
        assert "Essai &amp; Cie" in json.dumps(newest(content).params), path.name
        with regenerated(newest(content)) as file:
            assert read_package(file).params == newest(content).params, path.name
    assert seen == set(FIRST)


def test_a_draft_whose_library_was_stopped_is_said_so_and_given_up(karim, place, exercise, client: Client) -> None:
    send(client, exercise, "keep", p__question="Essai")
    for library in H5PLibrary.objects.filter(machine_name="H5P.MultiChoice").order_by("pk"):
        services.block_library(library=library, by=trainer(place), now=timezone.now())
    page = client.get(address(exercise)).content.decode()
    assert "demandez à un administrateur" in page
    assert address(exercise, "draft_discard") in page
    assert client.post(address(exercise, "draft_play")).status_code == 409
    assert client.post(address(exercise), {"do": "save", "edition": "1"}).status_code == 200
    assert newest(exercise).number == 1


def test_a_kind_of_question_without_form_stays_in_its_set(karim, place, client: Client) -> None:
    content = received(place, forms_package(main="H5P.QuestionSet"))
    version = newest(content)
    version.params["questions"][0]["library"] = "H5P.DragQuestion 1.14"
    version.save()
    answer = client.get(address(content, part="questions.0"))
    assert answer.status_code == 302
    assert "part:questions.0" not in shown(client, content).buttons


SCREENS = [("content", ()), ("draft_preview", ()), ("versions", ()), ("version", (1,))]
ACTS = [("content", ()), ("draft_discard", ()), ("draft_play", ()), ("version_play", (1,)), ("version_back", (1,))]


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COUNSELLOR, Role.LEARNER])
def test_nobody_of_another_structure_reads_or_changes_an_exercise(exercise, client: Client, role: Role) -> None:
    client.force_login(person(role, StructureFactory.create()))
    for name, more in SCREENS:
        assert client.get(address(exercise, name, *more)).status_code in {302, 404}
    for name, more in ACTS:
        assert client.post(address(exercise, name, *more), {"do": "save"}).status_code in {302, 404}
    assert newest(exercise).number == 1


def test_a_trainer_of_another_structure_gets_404(exercise, client: Client) -> None:
    elsewhere = create_structure(name="Ailleurs", slug="ailleurs", by=None, now=timezone.now()).structure
    client.force_login(staff(elsewhere))
    for name, more in SCREENS:
        assert client.get(address(exercise, name, *more)).status_code == 404
    for name, more in ACTS:
        assert client.post(address(exercise, name, *more)).status_code == 404


def test_files_of_a_draft_need_their_address(karim, exercise, client: Client) -> None:
    send(client, exercise, "keep", p__question="Essai")
    played = client.post(address(exercise, "draft_play")).json()
    folder = played["integration"]["contents"]["cid-1"]["contentUrl"].split("testserver")[1]
    assert Client().get(f"{folder}/images/photo.png").status_code == 200
    assert Client().get(f"{folder}/images/autre.png").status_code == 404
    assert Client().get("/h5p/f/draft/forged/images/photo.png").status_code == 404
    own = client.get(
        f"{folder}/images/photo.png", headers={"sec-fetch-dest": "script", "sec-fetch-site": "same-origin"}
    )
    assert own.status_code == 404
