"""A reading: the recording of some words, and the stamp that says which words it was chosen for.

When the words change, the stamp stays: the recording is then outdated, and a learner hears the browser's voice until
an author records it again or confirms that it is still right. Pure functions.
"""

from lms.web.spoken import fingerprint

MAX_STAMP = 40  # signs: a row's number, a colon, a fingerprint


def stamp(recording: int | None, *words: str) -> str:
    """What says that this recording (its row's number) reads these words; empty without a recording."""
    return f"{recording}:{fingerprint(*words)}" if recording else ""


def kept(before: str, recording: int | None, *words: str) -> str:
    """The stamp to keep: a new one for a recording that was just chosen, else the one it had."""
    is_the_same = before.partition(":")[0] == str(recording)
    return before if recording and is_the_same else stamp(recording, *words)


def is_outdated(before: str, recording: int | None, *words: str) -> bool:
    """The words have changed since this recording was chosen for them."""
    return kept(before, recording, *words) != stamp(recording, *words)
