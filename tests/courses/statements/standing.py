"""A store that speaks HTTP as the specification asks: all or none of a batch, ids kept for ever, conflicts refused."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY, SECRET = "declic", "a secret of the store"


@dataclass
class Standing:
    """`kept` is what it holds, by id, voided ones included. `answer` replaces its answers; `refuses` words in one."""

    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str], list[dict[str, Any]]]] = field(default_factory=list)
    answer: int = 0
    location: str = ""
    refuses: str = ""
    dies_after_keeping: bool = False
    address: str = ""

    @property
    def voided(self) -> set[str]:
        return {each["object"]["id"] for each in self.kept.values() if each["verb"]["id"].endswith("/voided")}

    @property
    def true(self) -> dict[str, dict[str, Any]]:
        """What it would show to who asks: neither what is voided nor what voids."""
        return {
            id: each
            for id, each in self.kept.items()
            if id not in self.voided and not each["verb"]["id"].endswith("/voided")
        }

    def receive(self, statements: list[dict[str, Any]]) -> int:
        if self.answer:
            return self.answer
        if self.refuses and self.refuses in json.dumps(statements, ensure_ascii=False):
            return 400
        if any(each["id"] in self.kept and self.kept[each["id"]] != each for each in statements):
            return 409
        self.kept |= {each["id"]: each for each in statements}
        return 200


@contextmanager
def standing() -> Iterator[Standing]:
    """Listens on this machine until the end of the test."""
    store = Standing()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            store.requests.append((self.path, dict(self.headers), content))
            expected = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
            known = self.headers["Authorization"] == f"Basic {expected}"
            status = store.receive(content) if known else 401
            if store.dies_after_keeping:
                self.connection.close()
                return
            self.send_response(status)
            if store.location:
                self.send_header("Location", store.location)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *arguments: Any) -> None:
            """Nothing on the screen of the tests."""

        def handle(self) -> None:
            try:
                super().handle()
            except (ConnectionError, ValueError):
                """It has just died, as asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    store.address = f"http://127.0.0.1:{server.server_port}/xAPI"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
