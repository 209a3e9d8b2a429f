"""What a page weighs on the line: bytes as they travel, headers too, and requests.

Counted: everything a page fetches. Left out: the lesson's own pictures and recordings, which load when they are
looked at, and the small "seen" that a lesson sends, which nothing waits for.
"""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page


@dataclass
class Load:
    """What one page fetched over the line, by address."""

    fetched: dict[str, int] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return sum(self.fetched.values())

    @property
    def requests(self) -> int:
        return len(self.fetched)

    def assert_at_most(self, size: int, requests: int, what: str) -> None:
        told = f"{what}: {self.bytes} bytes in {self.requests} requests: {self.fetched}"
        assert self.bytes <= size, told
        assert self.requests <= requests, told


def listen(line: CDPSession) -> Load:
    """Weigh, from now on, what the page of this CDP session fetches."""
    line.send("Network.enable")
    asked: dict[str, str] = {}
    cached: set[str] = set()
    weighed = Load()

    def on_request(event: dict[str, Any]) -> None:
        request = event["request"]
        own_media = "/media/" in request["url"] or request["url"].startswith("data:")
        if request["method"] == "GET" and not own_media:
            asked[event["requestId"]] = request["url"]

    def on_finished(event: dict[str, Any]) -> None:
        if (name := event["requestId"]) in asked and name not in cached and event["encodedDataLength"]:
            weighed.fetched[asked[name]] = round(event["encodedDataLength"])

    line.on("Network.requestWillBeSent", on_request)
    line.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    line.on("Network.loadingFinished", on_finished)
    return weighed


def load(context: BrowserContext, address: str) -> Load:
    """Open the address in a new tab and weigh what came."""
    page: Page = context.new_page()
    weighed = listen(context.new_cdp_session(page))
    page.goto(address, wait_until="networkidle")
    page.close()
    return weighed
