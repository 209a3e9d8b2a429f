"""A visitor of the bench's server: one session, cookies, and what each answer cost the server."""

import re
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from lms.accounts.models import User


@dataclass(frozen=True)
class Cost:
    """CPU time in microseconds and SQL queries of one answer, with its body and address."""

    cpu: int
    sql: int
    body: str
    url: str


class Visitor:
    def __init__(self, base: str, user: User) -> None:
        self.base = base
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self._session = self.signed_in(user)

    @staticmethod
    def signed_in(user: User) -> str:
        """A session of this person, made without any door."""
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        return str(session.session_key)

    def get(self, path: str) -> Cost:
        return self._open(urllib.request.Request(self._full(path)))

    def send(self, form: str, *, by_script: bool = False, **fields: str) -> Cost:
        """Post the first form of the page that concerns an activity, with its hidden fields and `fields`.

        `by_script`: as the pages' script does, for the part that it swaps.
        """
        html = next(part for part in re.findall(r"<form.*?</form>", form, re.DOTALL) if "/activites/" in part)
        action = re.search(r'action="([^"]+)"', html)
        assert action is not None
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html))
        data = urllib.parse.urlencode({**hidden, **fields}).encode()
        headers = {"X-Requested-With": "fetch"} if by_script else {}
        return self._open(urllib.request.Request(self._full(action[1]), data=data, headers=headers))

    def _full(self, path: str) -> str:
        return path if path.startswith("http") else self.base + path

    def _open(self, request: urllib.request.Request) -> Cost:
        jar = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._cookies if cookie.name != "sessionid")
        request.add_unredirected_header("Cookie", f"{settings.SESSION_COOKIE_NAME}={self._session}; {jar}")
        with self._opener.open(request, timeout=60) as answer:
            cpu, sql = int(answer.headers["X-Cpu-Microseconds"]), int(answer.headers["X-Sql"])
            return Cost(cpu, sql, answer.read().decode(), answer.url)
