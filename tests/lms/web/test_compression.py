import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from lms.web.compression import LONGEST_PADDING, QUALITY, accepts_brotli, brotli_page, padding
from lms.web.middleware import CompressedPagesMiddleware

PAGE = ("<p>Allumer et éteindre l’ordinateur : le bouton est souvent devant.</p>" * 40).encode()


@pytest.mark.parametrize(
    ("header", "reads"),
    [
        ("gzip, deflate, br, zstd", True),
        ("br", True),
        ("br;q=0.5, gzip", True),
        ("gzip, br; q=1.0", True),
        ("gzip, br;q=0", False),
        ("gzip, br; q=0.000", False),
        ("gzip, deflate", False),
        ("brown, x-br", False),
        ("", False),
    ],
)
def test_brotli_goes_to_who_says_to_read_it(header: str, reads: bool):
    assert accepts_brotli(header) is reads


def test_a_page_in_brotli_reads_the_same_and_weighs_less_than_in_gzip():
    assert all(brotli.decompress(brotli_page(page)) == page for page in (PAGE, b"", b"a"))
    assert len(brotli.compress(PAGE, quality=QUALITY)) < len(gzip.compress(PAGE))


@pytest.mark.parametrize("length", range(1, LONGEST_PADDING + 1))
def test_padding_of_any_length_is_skipped(length: int):
    writer = brotli.Compressor(quality=QUALITY)
    page = writer.process(PAGE) + writer.flush() + padding(length) + b"\x03"
    assert brotli.decompress(page) == PAGE


def test_the_length_of_the_same_page_changes_at_each_answer():
    lengths = [len(brotli_page(PAGE)) for _ in range(400)]
    assert max(lengths) - min(lengths) > LONGEST_PADDING * 0.8
    assert max(lengths) - min(lengths) < LONGEST_PADDING
    assert len(set(lengths)) > LONGEST_PADDING / 2


def answered(response: HttpResponse | StreamingHttpResponse, accepts: str) -> HttpResponse | StreamingHttpResponse:
    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    return CompressedPagesMiddleware(lambda _: response)(request)


def test_a_page_goes_in_brotli_and_says_so():
    answer = answered(HttpResponse(PAGE, headers={"ETag": '"one"'}), "gzip, br")
    assert answer["Content-Encoding"] == "br"
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["ETag"] == 'W/"one"'
    assert brotli.decompress(answer.content) == PAGE


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"short"),
        HttpResponse(PAGE, content_type="image/webp"),
        HttpResponse(PAGE, headers={"Content-Encoding": "identity"}),
    ],
)
def test_what_is_short_packed_or_already_coded_goes_as_it_is(response: HttpResponse):
    before = response.content
    assert answered(response, "br, gzip").content == before


def test_a_page_that_streams_goes_in_gzip():
    assert answered(StreamingHttpResponse([PAGE]), "br, gzip")["Content-Encoding"] == "gzip"


@pytest.mark.django_db
def test_the_first_page_reads_the_same_in_every_coding(client: Client):
    plain = client.get("/entrer/").content
    packed = client.get("/entrer/", headers={"accept-encoding": "gzip, deflate, br"})
    assert packed["Content-Encoding"] == "br"
    assert packed["Cache-Control"] == client.get("/entrer/")["Cache-Control"]
    assert b"<h1" in brotli.decompress(packed.content)
    assert abs(len(brotli.decompress(packed.content)) - len(plain)) < 10
