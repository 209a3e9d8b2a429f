"""Packages made to cost as much as the limits let them; `python -m tests.assessments.h5p.costly FILE` measures one.

Printed: what came of it, seconds, and the peak of memory above that of a plain small package, in megabytes.
"""

import io
import json
import random
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from assessments.h5p.archive import Archive
from assessments.h5p.package import CONTENT_FOLDER, read_package
from assessments.h5p.pictures import FORMATS, PixelBudget, draw_again
from assessments.h5p.problems import PackageRefused
from assessments.h5p.semantics import TEXT
from tests.factories.h5p import FOLDER, LIBRARY, PARAMS, h5p_files, h5p_package, zipped

MEBIBYTE = 2**20


def largest_good() -> io.BytesIO:
    """As large as a package may be, and nothing wrong with it."""
    sound = b"ID3" + random.Random(1).randbytes(10 * MEBIBYTE)
    return _stored({f"content/{number}.mp3": sound for number in range(6)})


def unpacks_far() -> io.BytesIO:
    """250 MiB out of 2 MiB: just within the ratio."""
    piece = random.Random(2).randbytes(6500)
    text = (b"ID3" + piece + bytes(MEBIBYTE - 6503)) * 25
    return _deflated({f"content/{number}.mp3": text for number in range(10)})


def zeros() -> io.BytesIO:
    """Two hundred and fifty files of a megabyte of nothing."""
    return _deflated({f"content/{number}.txt": bytes(MEBIBYTE) for number in range(250)})


def thirty_two_in_one() -> io.BytesIO:
    return _deflated({"content/a.txt": bytes(32 * MEBIBYTE)})


def many_files() -> io.BytesIO:
    """As many entries as a package may have."""
    return _deflated({f"content/{number}.txt": b"x" for number in range(1985)})


def crowded_directory() -> io.BytesIO:
    """Twenty thousand entries, and a record at the end that says ten."""
    data = bytearray(zipped((f"{number}", b"") for number in range(20_000)).getvalue())
    struct.pack_into("<HH", data, len(data) - 14, 10, 10)
    return io.BytesIO(bytes(data))


def hidden_directory() -> io.BytesIO:
    """A small directory for whoever reads the last record, a huge one for whoever reads the one before it."""
    whole = bytearray(zipped((f"{number}", b"") for number in range(60_000)).getvalue())
    _, _, _, _, count, size, offset, _ = struct.unpack("<4s4H2LH", whole[-22:])
    end = len(whole) - 22
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 76, end, 0)
    return io.BytesIO(bytes(whole[:-22]) + record + locator + last)


def deep_json() -> io.BytesIO:
    return _stored({"content/content.json": b"[" * (2 * MEBIBYTE)})


def empty_lists() -> io.BytesIO:
    return _stored({"content/content.json": b'{"rows": ' + _json("[]", 700_000) + b"}"})


def nested_objects() -> io.BytesIO:
    return _stored({"content/content.json": b'{"rows": ' + _json('{"a":{"b":{}}}', 1_200_000) + b"}"})


def short_texts() -> io.BytesIO:
    """Of all that JSON can say, what takes most memory for its length."""
    texts = b'{"rows": ' + _json('"aé"', 2 * MEBIBYTE - 20) + b"}"
    return _stored({"content/content.json": texts})


def heavy_languages() -> io.BytesIO:
    """JSON files by the dozen, each within its limit."""
    names = [f"{FOLDER}/language/{letter}.json" for letter in "abcdefghijkl"]
    return _stored(dict.fromkeys(names, _json('"aé"', 2 * MEBIBYTE)))


def long_list_beside_long_semantics() -> io.BytesIO:
    fields = [{"name": f"f{number}", "type": "text", "optional": True} for number in range(20_000)]
    semantics = [{"name": "rows", "type": "list", "field": {"name": "row", "type": "group", "fields": fields}}]
    params = {"rows": [{} for _ in range(100_000)]}
    return _stored(
        {
            f"{FOLDER}/semantics.json": json.dumps(semantics).encode(),
            "content/content.json": json.dumps(params).encode(),
        }
    )


def nested_markup() -> io.BytesIO:
    return _questions("<div>")


def broken_markup() -> io.BytesIO:
    return _questions("<!")


def half_tags() -> io.BytesIO:
    return _questions("<a ")


def many_attributes() -> io.BytesIO:
    return _questions("", *(f"a{number}=1 " for number in range(11_000)), before="<p ", after=">")


def open_comments() -> io.BytesIO:
    return _questions("<!--")


def half_entities() -> io.BytesIO:
    return _questions("&#")


def one_huge_picture() -> io.BytesIO:
    return _pictures(1, (12_000, 12_000), "1")


def large_pictures() -> io.BytesIO:
    """Each within what one picture may have, and more together than a package may."""
    return _pictures(20, (4990, 4990), "1")


def all_pixels_in_webp() -> io.BytesIO:
    """All the pixels that a package may have, in the slowest format."""
    return _pictures(25, (3990, 3990), "RGBA", "WEBP")


def large_colour_picture() -> io.BytesIO:
    return _pictures(1, (4990, 4990), "RGBA")


def large_photo() -> io.BytesIO:
    return _pictures(1, (6300, 6300), "CMYK", "JPEG")


def large_webp() -> io.BytesIO:
    return _pictures(1, (3990, 3990), "RGBA", "WEBP")


def film_of_pictures() -> io.BytesIO:
    """Twenty-five million pixels in two hundred frames."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (350, 350), (number, 0, 0)) for number in range(200)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return _stored({"content/images/photo.gif": out.getvalue()})


def endless_film() -> io.BytesIO:
    """A million frames of one pixel."""
    out = io.BytesIO()
    Image.new("P", (1, 1)).save(out, "GIF")
    data = out.getvalue()
    at = data.index(b",\0\0\0\0")
    return _stored({"content/images/photo.gif": data[:at] + data[at:-1] * 1_000_000 + b";"})


COSTLY: dict[str, Callable[[], io.BytesIO]] = {
    each.__name__: each
    for each in (
        largest_good, unpacks_far, zeros, thirty_two_in_one, many_files, crowded_directory, hidden_directory, deep_json,
        empty_lists, nested_objects, short_texts, heavy_languages, long_list_beside_long_semantics, nested_markup,
        broken_markup, half_tags, many_attributes, open_comments, half_entities, one_huge_picture, large_pictures,
        large_colour_picture, large_photo, large_webp, all_pixels_in_webp, film_of_pictures, endless_film,
    )
}  # fmt: skip


def _json(value: str, size: int = 2 * MEBIBYTE) -> bytes:
    count = (size - 10) // (len(value.encode()) + 1)
    return b"[" + ",".join([value] * count).encode() + b"]"


def _questions(*pieces: str, before: str = "", after: str = "") -> io.BytesIO:
    """An exercise within an exercise, twenty deep, each with as long a text as there may be."""
    whole = "".join(pieces)
    text = before + (whole * (TEXT // len(whole)))[: TEXT - len(before + after)] + after
    params = PARAMS | {"question": text}
    for _ in range(19):
        params = PARAMS | {"question": text, "inner": {"library": f"{LIBRARY} 1.2", "params": params}}
    return _stored({"content/content.json": json.dumps(params).encode()})


def _pictures(count: int, size: tuple[int, int], mode: str, kind: str = "PNG") -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    suffix = {"JPEG": "jpg"}.get(kind, kind.lower())
    return _stored({f"content/images/{number}.{suffix}": out.getvalue() for number in range(count)})


def _stored(files: dict[str, bytes]) -> io.BytesIO:
    return _packed(files, zipfile.ZIP_STORED)


def _deflated(files: dict[str, bytes]) -> io.BytesIO:
    return _packed(files, zipfile.ZIP_DEFLATED)


def _packed(files: dict[str, Any], compression: int) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in (h5p_files() | files).items():
            archive.writestr(name, data)
    out.seek(0)
    return out


def judge(file: Any) -> str:
    """What an import does before it keeps anything: the package read, its pictures drawn; the codes of a refusal."""
    try:
        package = read_package(file)
        archive, budget = Archive.opened(file), PixelBudget()
        for asset in package.assets:
            if asset.media_type in FORMATS:
                whole = f"{CONTENT_FOLDER}/{asset.path}"
                draw_again(whole, b"".join(archive.chunks(whole)), asset.media_type, budget)
    except PackageRefused as refused:
        return " ".join(sorted({problem.code for problem in refused.problems}))
    return "accepted"


def main() -> None:
    """Judge the package of a file in a process of its own, which nothing else has made large."""
    judge(h5p_package())
    before, start = peak(), time.monotonic()
    with open(sys.argv[1], "rb") as file:
        came_of_it = judge(file)
    sys.stdout.write(f"{time.monotonic() - start:.2f} {peak() - before} {came_of_it}\n")


def peak() -> int:
    """The most memory that this process has held, in megabytes; `getrusage` would count that of whoever began it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


if __name__ == "__main__":
    main()
