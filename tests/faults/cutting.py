"""A line that is cut at a chosen moment of each request, and a learner who answers over it as the pages do."""

import contextlib
import http.client
import random
import re
import socket
import threading
import urllib.parse
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MOMENTS = ("before", "in the request", "after the work", "in the answer")
_HIDDEN = re.compile(r'name="(attempt|question|submission|sequence|csrfmiddlewaretoken)" value="([^"]+)"')


@dataclass
class CutLine:
    """Between a learner and the server: three requests out of four are cut, at a moment that chance names."""

    server: tuple[str, int]
    chance: random.Random
    enough: int
    cuts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MOMENTS, 0))
    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    @property
    def total(self) -> int:
        return sum(self.cuts.values())

    def carry_all(self) -> None:
        while True:
            try:
                caller, _address = self.listening.accept()
            except OSError:
                return
            with caller:
                self._carry(caller)

    def _carry(self, caller: socket.socket) -> None:
        request = _whole(caller)
        moment = self.chance.choice(MOMENTS) if self.total < self.enough and self.chance.random() < 0.75 else ""
        if moment:
            self.cuts[moment] += 1
        if not request or moment == "before":
            return
        with socket.create_connection(self.server) as onward:
            onward.sendall(request[: len(request) // 2] if moment == "in the request" else request)
            if moment == "in the request":
                return
            answer = _whole(onward)
        if moment != "after the work":
            caller.sendall(answer[: len(answer) // 2] if moment == "in the answer" else answer)


def _whole(sender: socket.socket) -> bytes:
    """A request or an answer, to the end that its Content-Length says."""
    got = b""
    while b"\r\n\r\n" not in got:
        if not (more := sender.recv(65536)):
            return got
        got += more
    head, _blank, body = got.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        if not (more := sender.recv(65536)):
            break
        body += more
    return head + b"\r\n\r\n" + body


@contextmanager
def cut_line(server: tuple[str, int], *, enough: int, seed: int) -> Iterator[CutLine]:
    line = CutLine(server, random.Random(seed), enough)
    carrying = threading.Thread(target=line.carry_all, daemon=True)
    carrying.start()
    try:
        yield line
    finally:
        line.listening.shutdown(socket.SHUT_RDWR)
        line.listening.close()
        carrying.join(timeout=10)


@dataclass
class Learner:
    """Sends each answer until it is acknowledged, with the same key: what `quiz.js` does."""

    port: int
    host: str
    cookies: dict[str, str]
    sendings: int = 0

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> str:
        """The page, however often the line is cut."""
        while True:
            self.sendings += 1
            try:
                return self._once(method, path, fields)
            except (OSError, http.client.HTTPException):
                continue

    def _once(self, method: str, path: str, fields: dict[str, str] | None) -> str:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            return self._over(line, method, path, fields)

    def _over(self, line: http.client.HTTPConnection, method: str, path: str, fields: dict[str, str] | None) -> str:
        headers = {"Host": self.host, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"X-Requested-With": "fetch", "Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"Connection": "close"}
        line.request(method, path, urllib.parse.urlencode(fields or {}) or None, headers)
        answer = line.getresponse()
        page = answer.read().decode()
        if answer.status != 200 or "Content-Length" not in answer.headers:
            raise AssertionError(f"{answer.status} at {path}: {page[:500]}")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return page

    def answer_quiz(self, where: str, token: str) -> dict[str, list[str]]:
        """A whole attempt; gives what was answered, by the attempt's uuid."""
        page = self.ask("POST", f"{where}commencer/", {"csrfmiddlewaretoken": token})
        given: dict[str, list[str]] = {}
        while 'name="submission"' in page:
            form = dict(_HIDDEN.findall(page[page.rindex("<form") :]))
            answer = "a" if uuid.UUID(form["submission"]).int % 2 else "b"
            given.setdefault(form["attempt"], []).append(answer)
            page = self.ask("POST", f"{where}reponse/", form | {"answer": answer})
        return given
