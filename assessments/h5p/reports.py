"""What the studio tells the person who brought a package, in their language."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.h5p.libraries import EDITOR_PREFIX
from assessments.h5p.problems import PackageRefused, Problem

SHOWN_AT_MOST = 10


def refusal_lines(refused: PackageRefused) -> list[str]:
    """Why a package is refused: one sentence for each reason."""
    return [_(problem.message) % problem.params for problem in refused.problems]


def problem_lines(problems: Iterable[Mapping[str, Any]]) -> list[str]:
    """The same, of problems that were kept as `{"code": …, "params": {…}}`."""
    return refusal_lines(PackageRefused(Problem(each["code"], each["params"]) for each in problems))


def advice_lines(problems: Iterable[Mapping[str, Any]]) -> list[str]:
    """What the person can do about a refused file, most useful first."""
    advice = {
        "too_large": _("Make its films and pictures smaller where it was made, then export it again."),
        "file_too_large": _("Make its films and pictures smaller where it was made, then export it again."),
        "picture_too_large": _("Put a smaller picture in its place where the exercise was made, then export it again."),
        "missing_library": _("Export it again with its libraries, or ask an administrator to add them."),
        "extension": _(
            "Take this file out of the exercise where it was made, or turn it into a picture, sound or film."
        ),
        "core_api": _("This exercise is newer than our player: export it from an older version."),
    }
    usual = _("Export it again from where it was made, or ask whoever made it.")
    found = dict.fromkeys(advice.get(each["code"], usual) for each in problems)
    return sorted(found, key=lambda line: line == usual)


def report_lines(report: Mapping[str, Any]) -> list[str]:
    """What came of a package that was accepted, a sentence for each thing worth knowing."""
    return [*_what_it_is(report), *_libraries(report["libraries"]), *_pictures(report["pictures"]), *_losses(report)]


def _what_it_is(report: Mapping[str, Any]) -> Iterator[str]:
    yield _("“%(title)s”, made with %(library)s.") % {"title": report["title"], "library": report["main_library"]}
    if report.get("was_made_with"):
        yield _("It was made with %(library)s before: another kind of exercise.") % {"library": report["was_made_with"]}
    if report["authors"]:
        yield _("Authors: %(names)s.") % {"names": ", ".join(report["authors"])}
    if report["licence"] == "U":
        yield _("The file states no licence: make sure that you may use it.")
    else:
        yield _("Licence: %(licence)s.") % {"licence": report["licence"]}


def _libraries(libraries: list[dict[str, Any]]) -> Iterator[str]:
    sentences = {
        "new": _("New libraries, which an administrator must approve before the exercise plays: %(names)s."),
        "newer": _("Newer libraries, which wait for an administrator; the known ones play meanwhile: %(names)s."),
        "older": _("Older libraries than ours; ours play: %(names)s."),
        "conflict": _("Libraries that differ from those we know under the same number, held back: %(names)s."),
    }
    # Those that only serve H5P's editor are never played: nobody has to decide on them.
    played = [each for each in libraries if not each["name"].startswith(EDITOR_PREFIX)]
    for state, sentence in sentences.items():
        names = [f"{each['name']}.{each['patch']}" for each in played if each["state"] == state]
        if names:
            yield sentence % {"names": ", ".join(names)}


def _pictures(pictures: Mapping[str, int]) -> Iterator[str]:
    if pictures["count"]:
        yield ngettext(
            "%(count)s picture, brought from %(before)s to %(after)s kB.",
            "%(count)s pictures, brought from %(before)s to %(after)s kB.",
            pictures["count"],
        ) % {
            "count": pictures["count"],
            "before": -(-pictures["before"] // 1000),
            "after": -(-pictures["after"] // 1000),
        }


def _losses(report: Mapping[str, Any]) -> Iterator[str]:
    sentences = {
        "cleaned": _("Texts from which unsafe markup was taken out: %(names)s."),
        "external": _("Addresses on the network, which will not load in the exercise: %(names)s."),
        "absent": _("Files that the exercise names but does not hold: %(names)s."),
        "skipped": _("Files left out, which the exercise does not need: %(names)s."),
    }
    for name, sentence in sentences.items():
        if report[name]:
            more = ["…"] if len(report[name]) > SHOWN_AT_MOST else []
            yield sentence % {"names": ", ".join([*report[name][:SHOWN_AT_MOST], *more])}
