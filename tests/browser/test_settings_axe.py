"""Each learner's page in each of « Mes réglages »: axe finds nothing, nothing is wider than the screen.

One learner, one seat: she prepares an attempt at each of its stages, then each setting is chosen by its form and
every page is opened anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import learning
from tests.browser.conftest import Seat, Site
from tests.browser.faults import faults_of
from tests.browser.newcomers import newcomer


@dataclass(frozen=True)
class Setting:
    """What the form of the settings is sent, how wide the screen is, whether scripts run."""

    name: str
    chosen: dict[str, str] = field(default_factory=dict)
    width: int = 1280
    javascript: bool = True

    @property
    def language(self) -> str:
        return self.chosen.get("language", "fr")


SETTINGS = (
    Setting("usual"),
    Setting("dark", {"theme": "dark"}),
    Setting("black-on-white", {"contrast": "more"}),
    Setting("yellow-on-black", {"contrast": "black"}),
    Setting("twice-as-large", {"text_size": "largest"}),
    Setting("wide-hyperlegible", {"spacing": "wide", "font": "hyperlegible", "text_size": "large"}),
    Setting("wide-dyslexic", {"spacing": "wide", "font": "dyslexic", "text_size": "larger"}),
    Setting("arabic", {"language": "ar"}),
    Setting("simple", {"view": "simple"}),
    Setting("phone", width=320),
    Setting(
        "phone-twice-as-large",
        {"text_size": "largest", "spacing": "wide", "font": "dyslexic", "theme": "dark"},
        width=320,
    ),
    Setting("phone-arabic", {"language": "ar", "text_size": "largest", "contrast": "more"}, width=320),
    Setting("no-script", javascript=False),
)


@dataclass
class Ground:
    """The seat of a learner who has gone through a quiz, and the addresses of her pages by their name."""

    seat: Seat
    pages: dict[str, str]

    def choose(self, setting: Setting) -> None:
        """Send the form of the settings, as the person would: what is not named goes back to what is usual."""
        asked = self.seat.context.request
        form = asked.get(f"{self.seat.url}/mes-reglages/").text()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token
        names = dict.fromkeys(("text_size", "contrast", "theme", "spacing", "font", "sound", "view"), "")
        sent = {**names, "language": "fr", **setting.chosen, "csrfmiddlewaretoken": token[1]}
        answer = asked.post(f"{self.seat.url}/mes-reglages/", form=sent, max_redirects=0)
        assert answer.status == 302, answer.text()


def _prepared(seat: Seat, site: Site) -> dict[str, str]:
    """Go through a quiz once, and half through it again: each page of a quiz then has an address that stays."""
    page = seat.page
    seat.go(site.accounts["urls"]["quiz"])
    if begin := page.get_by_role("button", name=re.compile("ommencer")).all():
        begin[0].click()
    learning.answer_all_that_is_left(page)
    opened = {"result": page.url}
    page.get_by_role("button", name="Recommencer").click()
    learning.answer(page)
    opened["answered"] = _addressed(page)
    learning.to_the_next(page)
    opened["question"] = _addressed(page)
    return opened


def _addressed(page: Page) -> str:
    """The address of the question that is shown, wherever the browser says it is."""
    return page.evaluate("new URL(document.querySelector('[data-question]').dataset.url, location).href")


@pytest.fixture(scope="module")
def ground(site: Site, browser: Browser) -> Iterator[Ground]:
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    context.set_default_timeout(15_000)
    seat = Seat(context, context.new_page(), site.url, [])
    learner, _lessons = newcomer(site, "Amadou", course="D01")
    seat.sign_in_with_card(learner)
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    ground = Ground(seat, {})
    ground.choose(SETTINGS[0])
    ground.pages |= _prepared(seat, site) | {
        "home": "/accueil/",
        "track": "/centre-social-du-tilleul/premiers-pas-numeriques/",
        "course": site.accounts["urls"]["course"],
        "lesson": site.accounts["urls"]["lesson"],
        "certificates": "/mes-certificats/",
        "settings": "/mes-reglages/",
        "picture": "/mes-reglages/mon-image/",
        "where signed in": "/mes-reglages/ou-suis-je-connecte/",
        "claim a trial": "/mes-reglages/reprendre-mon-essai/",
        "to a computer": "/continuer-sur-un-ordinateur/",
        "consent": "/qui-peut-voir-mon-parcours/",
        "help": "/aide/",
        "leave": "/sortir/",
        "statement": "/accessibilite/",
        "nowhere": "/nulle-part/",
    }
    yield ground
    context.close()


def _without_its_scripts(route: Route) -> None:
    """The page as a browser without scripts lays it out; axe itself is a script, so they cannot just be forbidden."""
    answer = route.fetch()
    markup = re.sub(r"<script\b.*?</script>", "", answer.text(), flags=re.DOTALL)
    route.fulfill(response=answer, body=re.sub(r"</?noscript>", "", markup))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_page_of_a_learner_is_right_in(setting: Setting, ground: Ground, browser: Browser):
    ground.choose(setting)
    context = browser.new_context(
        storage_state=ground.seat.context.storage_state(),
        locale="fr-FR",
        reduced_motion="reduce",
        bypass_csp=True,  # a person's own style sheet is none of ours
        viewport={"width": setting.width, "height": 800},
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    if not setting.javascript:
        page.route(lambda address: "/static/" not in address and "/media/" not in address, _without_its_scripts)
    found = {}
    for name, address in ground.pages.items():
        page.goto(address if address.startswith("http") else ground.seat.url + address)
        shown = page.locator("html").get_attribute("lang")
        faults = faults_of(page, on_a_phone=setting.width < 400)
        if shown != setting.language:
            faults.append(f"in {shown}")
        if faults:
            found[name] = faults
    context.close()
    told = [f"{name}: {fault}" for name, faults in found.items() for fault in faults]
    assert not told, "\n".join(told)


BEFORE_SIGNING_IN = (
    "/entrer/",
    "/entrer/telephone/",
    "/entrer/essai/",
    "/essayer/",
    "/fini/",
    "/session-terminee/?why=idle",
    "/aide/",
    "/accessibilite/",
    "/nulle-part/",
)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_before_signing_in_is_right(language: str, width: int, site: Site, browser: Browser):
    context = browser.new_context(
        locale="fr-FR", reduced_motion="reduce", bypass_csp=True, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{site.url}/entrer/")
    if language == "ar":
        page.get_by_role("button", name="العربية").click()
    told = []
    for address in BEFORE_SIGNING_IN:
        page.goto(site.url + address)
        expect(page.locator("html")).to_have_attribute("lang", language)
        told += [f"{address}: {fault}" for fault in faults_of(page, on_a_phone=width < 400)]
    context.close()
    assert not told, "\n".join(told)
