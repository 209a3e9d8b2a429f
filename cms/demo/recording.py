"""Makes the recordings of a lesson with the free synthesiser espeak-ng and the encoder lame.

Run when a recorded text changes: `python -m cms.demo.recording D04-L1` (Debian: espeak-ng, lame).
A test says when a recording no longer matches its text. The recordings are kept in the repository, so that
neither program is needed to run or to test.

The settings aim at clarity: 135 words a minute instead of 175, a short silence between words, a slightly low
voice. Sound is mono at 22.05 kHz and 24 kbit/s: about 3 kB for each second.
"""

import re
import subprocess
import sys
import tempfile
import wave
from decimal import Decimal
from pathlib import Path
from typing import Final

from cms.demo.audio import Clip, Recording, clips, folder_of
from cms.demo.content import Lesson
from cms.demo.reader import courses

VOICE: Final = "espeak-ng fr"
_SPEAK: Final = (
    "espeak-ng",
    "-v",
    "fr",
    "-s",
    "135",
    "-g",
    "3",
    "-p",
    "42",
    "-a",
    "150",
)
_ENCODE: Final = ("lame", "--quiet", "-t", "-m", "m", "-b", "24", "--resample", "22.05")
_SAID: Final = (
    (re.compile(r"\bmails?\b"), "mèl"),
    (re.compile(r"(?<=\w)@(?=\w)"), " arobase "),
    (re.compile(r"@"), "arobase"),
    (re.compile(r"(?<=\w)\.(?=\w)"), " point "),
    (re.compile(r"(?<=\b[a-z]) (?=arobase)"), ", "),
    (re.compile(r"[«»]"), " "),
)
"""What the synthesiser says wrongly when it reads it as written."""


def record(lesson: Lesson) -> list[Recording]:
    """Record every clip of a lesson, drop recordings without a text any more, and write the list."""
    folder = folder_of(lesson.code)
    folder.mkdir(parents=True, exist_ok=True)
    made = [_record(clip, folder) for clip in clips(lesson)]
    for stale in set(folder.glob("*.mp3")) - {folder / recording.file for recording in made}:
        stale.unlink()
    (folder / "audio.toml").write_text(_manifest(made))
    return made


def spoken(transcript: str) -> str:
    """The transcript, respelled so that the synthesiser says it right."""
    for pattern, said in _SAID:
        transcript = pattern.sub(said, transcript)
    return transcript


def _record(clip: Clip, folder: Path) -> Recording:
    file = f"{clip.key.replace(':', '-')}.mp3"
    with tempfile.TemporaryDirectory() as scratch:
        sound = Path(scratch) / "clip.wav"
        # The words come from the repository's own texts.
        subprocess.run([*_SPEAK, "-w", str(sound), spoken(clip.transcript)], check=True)  # noqa: S603
        subprocess.run([*_ENCODE, str(sound), str(folder / file)], check=True)  # noqa: S603
        seconds = _seconds(sound)
    return Recording(
        key=clip.key,
        file=file,
        transcript=clip.transcript,
        seconds=seconds,
        voice=VOICE,
    )


def _seconds(sound: Path) -> Decimal:
    with wave.open(str(sound)) as read:
        return round(Decimal(read.getnframes()) / read.getframerate(), 2)


def _manifest(made: list[Recording]) -> str:
    head = "# Written by cms.demo.recording. Times are in seconds; the transcript is what is heard.\n"
    return head + "".join(
        f'\n[[clip]]\nkey = "{each.key}"\nfile = "{each.file}"\ntranscript = {_quoted(each.transcript)}\n'
        f'seconds = "{each.seconds}"\nvoice = "{each.voice}"\n'
        for each in made
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    for code in sys.argv[1:]:
        made = {lesson.code: lesson for course in courses() for lesson in course.lessons}[code]
        sys.stdout.write(f"{code}: {len(record(made))} recordings\n")
