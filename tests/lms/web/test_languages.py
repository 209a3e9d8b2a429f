"""The languages of the pages: which words each must have, and who chooses."""

import re

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext

from lms.accounts.models import User
from lms.management import learner_words
from lms.management.commands import messages
from lms.templatetags.declic import typo
from lms.web import wording
from tests.factories.people import learner


def _arabic() -> polib.POFile:
    return polib.pofile(str(settings.LOCALE_PATHS[0] / "ar" / "LC_MESSAGES" / "django.po"))


def test_every_word_that_a_learner_can_meet_is_there_in_arabic():
    there = {(entry.msgctxt, entry.msgid) for entry in _arabic() if entry.translated()}
    missing = sorted(str(word) for _context, word in learner_words.learner_words() - there)
    assert not missing, "without Arabic (lms/locale/ar, docs/languages.md):\n" + "\n".join(missing)


def test_the_words_of_learners_are_read_from_their_pages_and_what_those_include():
    names = learner_words.learner_templates()
    assert {"lms/signin/sign_in.html", "pages/lesson_page.html", "base.html", "components/listen.html"} <= names
    assert {"blocks/activity_block.html", "assessments/h5p/_player.html"} <= names
    assert not {name for name in names if name.startswith(("lms/desk/", "authoring/", "mfa/"))}
    words = learner_words.learner_words()
    assert (None, "I have finished") in words
    assert ("an answer", "Check") in words  # the same word as for a certificate, said otherwise
    assert (None, "%(right)s right answer out of %(total)s") in words  # with a plural
    assert (None, "The code or the 4 digits are not right. Look at your card, and type both again.") in words


def test_arabic_says_numbers_in_its_six_ways():
    with translation.override("ar"):
        said = [ngettext("%(count)d day ago", "%(count)d days ago", n) % {"count": n} for n in (1, 2, 3, 11, 100)]
    assert said == ["منذ يوم واحد", "منذ يومين", "منذ 3 أيام", "منذ 11 يومًا", "منذ 100 يوم"]


def test_what_a_language_lacks_is_said_in_french_and_english_is_english():
    with translation.override("ar"):
        assert gettext("Print the cards") == "Imprimer les cartes"  # only trainers read it
        assert gettext("Help") == "مساعدة"
    with translation.override("en"):
        assert gettext("Print the cards") == "Print the cards"
        assert wording.duration_words(90) == "1 hour 30"


@pytest.mark.parametrize(
    ("language", "shown"), [("fr", "Vous avez fini\u202f?"), ("en", "Vous avez fini ?"), ("ar", "Vous avez fini ?")]
)
def test_french_spacing_is_for_pages_in_french(language: str, shown: str):
    with translation.override(language):
        assert typo("Vous avez fini ?") == shown


def test_a_text_is_escaped_in_every_language():
    for language in ("fr", "ar"):
        with translation.override(language):
            assert typo("<b>1</b>") == "&lt;b&gt;1&lt;/b&gt;"


def _entry(msgid: str, said: str = "", *, plural: str = "", forms: tuple[str, ...] = ()) -> polib.POEntry:
    return polib.POEntry(
        msgid=msgid, msgstr=said, msgid_plural=plural, msgstr_plural=dict(enumerate(forms)) if forms else {}
    )


@pytest.mark.parametrize(
    "wrong",
    [
        _entry("Hello %(name)s", "مرحبًا"),
        _entry("Hello %(name)s", "مرحبًا %(nom)s"),
        _entry("%(n)d of %(all)d", "x", plural="%(n)d of %(all)d", forms=("%(n)d", "%(n)d")),
        _entry("Gone", "ذهب"),
    ],
)
def test_a_translation_that_loses_a_value_or_its_msgid_is_told(wrong: polib.POEntry):
    catalogue = polib.POFile()
    catalogue.append(wrong)
    assert len(list(messages._faults(catalogue, {"Hello %(name)s", "%(n)d of %(all)d"}))) == 1


def test_a_plural_may_say_its_number_in_letters():
    catalogue = polib.POFile()
    catalogue.append(
        _entry("%(n)d of %(all)d", plural="%(n)d of %(all)d", forms=("واحد من %(all)d", "%(n)d / %(all)d"))
    )
    assert not list(messages._faults(catalogue, {"%(n)d of %(all)d"}))


def _page_head(client: Client) -> str:
    found = re.search(r"<html[^>]*>", client.get("/entrer/").content.decode())
    assert found
    return found[0]


@pytest.mark.django_db
class TestBeforeSigningIn:
    def test_a_reader_of_arabic_can_begin_in_arabic(self, client: Client):
        assert 'value="ar" lang="ar">العربية</button>' in client.get("/entrer/").content.decode()
        answer = client.post("/langue/", {"language": "ar", "next": "/entrer/?next=/mes-reglages/"})
        assert answer.url == "/entrer/?next=/mes-reglages/"
        assert 'lang="ar" dir="rtl"' in _page_head(client)
        assert "يُرجى أخذ بطاقتك" in client.get("/entrer/").content.decode()

    def test_the_way_back_to_french_stands_beside(self, client: Client):
        client.post("/langue/", {"language": "ar"})
        assert 'value="fr" lang="fr">Français</button>' in client.get("/entrer/").content.decode()
        client.post("/langue/", {"language": "fr"})
        assert 'lang="fr" dir="ltr"' in _page_head(client)

    def test_the_next_visitor_finds_the_language_of_the_house(self, client: Client):
        client.post("/langue/", {"language": "ar"})
        assert 'lang="fr"' in _page_head(Client())

    def test_a_language_that_is_not_offered_is_not_found(self, client: Client):
        assert client.post("/langue/", {"language": "xx"}).status_code == 404
        assert client.post("/langue/", {}).status_code == 404

    def test_it_never_leads_to_another_site(self, client: Client):
        for elsewhere in ("https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"):
            assert client.post("/langue/", {"language": "en", "next": elsewhere}).url == "/entrer/"


@pytest.mark.django_db
def test_whoever_has_signed_in_keeps_their_own_language(client: Client):
    person: User = learner()
    client.force_login(person)
    client.get("/mes-reglages/")
    client.post("/langue/", {"language": "ar"})
    assert 'lang="fr"' in client.get("/mes-reglages/").content.decode()


@pytest.mark.django_db
def test_each_language_is_offered_in_its_own_words(client: Client):
    client.force_login(learner())
    shown = client.get("/mes-reglages/").content.decode()
    for code, name in settings.LANGUAGES:
        assert f'<bdi lang="{code}">{name}</bdi>' in shown
