"""What no browser sends: NULs, broken encodings, floods of fields. Refused in words, without a failure."""

from typing import Any

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.doors import FORM, PASSWORD, PIN, card_of, enter, show_card
from tests.factories.people import learner, trainer

pytestmark = [pytest.mark.services, pytest.mark.django_db]

URLENCODED = "application/x-www-form-urlencoded"
# Each door, with the fields that its form has and what is right in them.
DOORS: dict[str, dict[str, str]] = {
    "/entrer/": {"form": FORM, f"{FORM}-code": "K7M2QX9RTD", f"{FORM}-pin": PIN, f"{FORM}-token": "", "next": "/aide/"},
    "/connexion/equipe/": {"login": "personne", "password": PASSWORD, "next": "/equipe/"},
    "/fini/": {"not_me": "1"},
    "/langue/": {"language": "fr", "next": "/aide/"},
    "/connexion/double-securite/code/": {"code": "000000"},
}
FIELDS = [(door, name) for door, fields in DOORS.items() for name in fields]
# As they go over the line, in a form: a NUL, lone surrogates, bytes that are no UTF-8, what Unicode holds that is odd.
ODD = {
    "NUL": b"%00",
    "NUL inside": b"K7M%002QX",
    "lone surrogate": b"%ED%A0%80",
    "not UTF-8": b"%FF%FE%80",
    "too long a sequence": b"%C0%AF%F8%88%80%80%80",
    "cut short": b"%E2%82",
    "broken escapes": b"%%%zz%u0041%",
    "line breaks": b"%0D%0ASet-Cookie:%20a=b",
    "overrides": b"%E2%80%AE%E2%81%A6%EF%BB%BF",
    "beyond the plane": b"%F0%9F%92%A9%F3%A0%81%81",
    "long": b"A" * 100_000,
    "digits of another script": "١٢٣٤".encode(),
    "grows when folded": "ﬃ".encode() * 1000 + "\u0390".encode() * 1000,
}


@pytest.fixture
def stranger() -> Client:
    """A client that tells a failure of the server as a browser would see it: 500."""
    return Client(raise_request_exception=False)


def _post(client: Client, path: str, body: bytes | str, kind: str) -> Any:
    """The body as it is, whatever the kind says of it."""
    return client.generic("POST", path, body, content_type=kind)


def _assert_kind_refusal(response: Any) -> None:
    assert response.status_code < 500, response.status_code
    assert response.status_code not in {200, 201} or b"<h1" in response.content


@pytest.mark.parametrize(("door", "name"), FIELDS)
def test_no_odd_text_breaks_a_field(door: str, name: str, stranger: Client) -> None:
    for odd in ODD.values():
        fields = {key: value.encode() for key, value in DOORS[door].items()} | {name: odd}
        body = b"&".join(key.encode() + b"=" + value for key, value in fields.items())
        _assert_kind_refusal(_post(stranger, door, body, URLENCODED))
        assert "_auth_user_id" not in stranger.session


@pytest.mark.parametrize("door", DOORS)
def test_fields_given_twice_as_files_or_not_at_all_break_nothing(door: str, stranger: Client) -> None:
    fields = DOORS[door]
    twice = "&".join(f"{name}={value}" for name, value in fields.items() for _time in range(2))
    _assert_kind_refusal(_post(stranger, door, twice, URLENCODED))
    _assert_kind_refusal(_post(stranger, door, b"", URLENCODED))
    body = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="a.txt"\r\n\r\nx\r\n'.encode()
        for name in fields
    )
    _assert_kind_refusal(_post(stranger, door, body + f"--{BOUNDARY}--\r\n".encode(), MULTIPART_CONTENT))
    _assert_kind_refusal(stranger.post(door, {f"{name}[]": value for name, value in fields.items()}))


# The second step of the staff's door reads nothing before the first was passed.
THAT_READ = [door for door in DOORS if "double-securite" not in door]


@pytest.mark.parametrize("door", THAT_READ)
def test_a_hundred_thousand_fields_are_refused(door: str, stranger: Client) -> None:
    body = "&".join(f"f{number}=1" for number in range(100_000))
    assert _post(stranger, door, body, URLENCODED).status_code == 400
    many = encode_multipart(BOUNDARY, {f"f{number}": "1" for number in range(3000)})
    assert _post(stranger, door, many, MULTIPART_CONTENT).status_code == 400
    assert stranger.get(f"{door}?{body}").status_code < 500


@pytest.mark.parametrize("door", THAT_READ)
@pytest.mark.parametrize(("megabytes", "status"), [(10, 400), (25, 413)])
def test_a_body_of_many_megabytes_is_refused(door: str, megabytes: int, status: int, stranger: Client) -> None:
    body = b"next=" + b"A" * (megabytes * 1024 * 1024)
    assert _post(stranger, door, body, URLENCODED).status_code == status


CHARSETS = [
    "utf-16",
    "utf-7",
    "idna",
    "hex",
    "rot13",
    "zlib",
    "unicode_escape",
    "raw_unicode_escape",
    "punycode",
    "x",
    "",
]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART_CONTENT, "text/plain", "application/json"])
def test_no_charset_breaks_a_door(door: str, charset: str, kind: str, stranger: Client) -> None:
    """A charset is a way to slip in a NUL or half a character that no other guard has seen."""
    odd = dict.fromkeys(DOORS[door], r"\x00\ud800 +2AA-")
    body = (
        encode_multipart(BOUNDARY, odd)
        if kind == MULTIPART_CONTENT
        else b"&".join(name.encode() + rb"=\x00\ud800+2AA-%2B2AA-" for name in odd)
    )
    content_type = f"{kind}; charset={charset}"
    _assert_kind_refusal(_post(stranger, door, body, content_type))
    query = r"next=\x00\ud800%2B2AA-&door=+2AA-&why=\ud800"
    _assert_kind_refusal(stranger.generic("GET", f"{door}?{query}", content_type=content_type))


COOKIES = ["sessionid", "csrftoken", "messages", "declic_seat", "django_language"]


@pytest.mark.parametrize("cookie", COOKIES)
@pytest.mark.parametrize(
    "value", ['"abcdefgh\\000abcdefgh"', '"\\377\\376abcdefgh"', "é" * 20, "a" * 7000, '"', "=;=", "{}", "null", "-1"]
)
@pytest.mark.parametrize("path", ["/entrer/", "/fini/", "/connexion/equipe/", "/mes-reglages/"])
def test_no_cookie_breaks_a_door(cookie: str, value: str, path: str, stranger: Client) -> None:
    header = {"HTTP_COOKIE": f"{cookie}={value}".encode().decode("latin-1")}
    assert stranger.get(path, **header).status_code < 500
    assert stranger.post(path, DOORS.get(path, {}), **header).status_code < 500


def test_a_cookie_with_a_nul_is_refused_before_the_database_sees_it(stranger: Client) -> None:
    response = stranger.get("/entrer/", HTTP_COOKIE='sessionid="abcdefgh\\000abcdefgh"')
    assert response.status_code == 400
    assert b"<h1" in response.content


@pytest.mark.parametrize(
    "header", ["User-Agent", "Referer", "Accept-Language", "HX-Request", "Sec-Fetch-Dest", "Accept"]
)
def test_no_header_breaks_a_sign_in(header: str) -> None:
    for value in ("\x00", "é\ud7ff".encode().decode("latin-1"), "A" * 60_000, "<script>", "\x7f\x1b[2J"):
        client = Client(headers={header: value}, raise_request_exception=False)
        assert show_card(client, code=card_of(learner()).code).status_code == 302
        assert client.get("/mes-reglages/").status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=", "x"]
)
@pytest.mark.parametrize("door", DOORS)
def test_no_kind_of_body_breaks_a_door(door: str, kind: str, stranger: Client) -> None:
    for body in (b"", b"\x00\xff" * 100, b'{"code": "K7M"}', b"--x\r\n\r\n--x--"):
        _assert_kind_refusal(_post(stranger, door, body, kind))


def test_an_odd_form_does_not_end_the_session_of_whoever_is_signed_in(stranger: Client) -> None:
    enter(stranger, learner())
    for odd in ODD.values():
        stranger.post("/entrer/", f"form={FORM}&{FORM}-code=".encode() + odd, content_type=URLENCODED)
    assert stranger.get("/mes-reglages/").status_code == 200


def test_a_staff_sign_in_with_odd_text_is_refused_in_words(stranger: Client) -> None:
    member = trainer()
    for odd in ODD.values():
        body = b"login=" + member.username.encode() + b"&password=" + odd
        response = stranger.post("/connexion/equipe/", body, content_type=URLENCODED)
        assert response.status_code in {200, 400}
        assert b"<h1" in response.content
