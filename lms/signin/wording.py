"""Sentences that several ways in share."""

from django.utils.translation import ngettext


def wait_words(seconds: int) -> str:
    """What to do after too many tries."""
    words = ngettext(
        "Wait %(seconds)d second, then press “Enter” again. Nothing is blocked.",
        "Wait %(seconds)d seconds, then press “Enter” again. Nothing is blocked.",
        seconds,
    )
    return words % {"seconds": seconds}
