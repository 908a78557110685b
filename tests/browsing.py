"""A page of the browser for tests: what it complains about, or asks of other servers, fails the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
HTML = {"Accept": "text/html"}


@dataclass
class Seen:
    """What went wrong in a browser, and where it asked."""

    base: str
    problems: list[str] = field(default_factory=list)

    def watch(self, page: "Page") -> None:
        page.on("console", lambda one: self.problems.append(one.text) if one.type in ("error", "warning") else None)
        page.on("pageerror", lambda one: self.problems.append(str(one)))
        page.on("dialog", lambda one: self.problems.append(f"dialog {one.message}"))
        page.on("request", lambda one: self.note(one.url))
        page.on("requestfailed", lambda one: self.failed(one.url, str(one.failure)))

    def failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # the page was left, or what came was saved
            self.problems.append(f"failed {url} {why}")

    def note(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.problems.append(f"left the server: {url}")


@contextmanager
def browsing(browser: "Browser", base: str, size: Any = WIDE, **options: Any) -> "Iterator[tuple[Page, Seen]]":
    """A page of a browser that has never been here; what it complains about fails the test."""
    context = browser.new_context(viewport=size, base_url=base, locale="zh-CN", **options)
    seen, page = Seen(base), context.new_page()
    page.set_default_timeout(10_000)
    seen.watch(page)
    try:
        yield page, seen
    finally:
        context.close()
    assert seen.problems == []
