"""Every page that can be reached from the first one: it is there, its anchors too, and its tables have names."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from graph.settings import Settings
from tests.browsing import HTML
from tests.serving import serving

NAVIGATION = ("/ui/audit", "/ui/check", "/ui/comparison", "/ui/ledger", "/ui/matrix", "/ui/review", "/ui/upload")
_VALUE = re.compile(r"=[^&]*")
_ID = re.compile(r"(?<=/)(?:[^/?]*(?:%3A|:)[^/?]*|[0-9a-f]{12,})")


@dataclass
class Markup(HTMLParser):
    """What a page is made of, as a browser would take it."""

    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    tables: list[dict[str, str | None]] = field(default_factory=list)
    active: list[str] = field(default_factory=list)  # what would run a script of a document
    _script: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._script = tag == "script"
        self.links += [value for name in ("href", "src") if (value := told.get(name))]
        self.ids += [value for value in (told.get("id"),) if value]
        if tag == "table":
            self.tables.append(told)
        self.active += [f"{tag} {name}={value}" for name, value in attrs if name.startswith("on")]
        self.active += [f"{tag} {link}" for link in self.links[-2:] if link.strip().lower().startswith("javascript:")]

    def handle_endtag(self, tag: str) -> None:
        self._script = self._script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._script and data.lstrip().startswith("alert("):
            self.active.append(f"script {data[:40]}")


@dataclass(frozen=True)
class Visited:
    """An address that a page leads to, what came, and what it is made of where that is a page."""

    address: str
    answer: httpx.Response
    markup: Markup | None


def visited(api: httpx.Client, starts: list[str], each: int) -> Iterator[Visited]:
    """Everything that can be reached from some addresses, at most so many of each kind."""
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft().partition("#")[0]
        kind = _ID.sub("ID", _VALUE.sub("=", address))
        if address in seen or kinds[kind] >= each:
            continue
        seen.add(address)
        kinds[kind] += 1
        answer = api.get(address, follow_redirects=True)
        markup = None
        if answer.headers.get("content-type", "").startswith("text/html"):
            markup = Markup()
            markup.feed(answer.text)
            waiting.extend(_inside(str(answer.url), markup.links))
        yield Visited(address, answer, markup)


def _inside(page: str, links: list[str]) -> Iterator[str]:
    """The addresses of this server, without their host; the language of a page is no other page."""
    for link in links:
        whole = urlsplit(urljoin(page, link))
        if whole.netloc == urlsplit(page).netloc and "lang=" not in whole.query and "logout" not in whole.path:
            yield whole._replace(scheme="", netloc="").geturl()


@pytest.fixture(scope="module")
def walked(filled_store: str) -> Iterator[list[Visited]]:
    """A walk over the pages of the source documents."""
    settings = Settings(store=filled_store, api_key="a-long-key")
    with serving(settings) as base, httpx.Client(base_url=base, timeout=60, headers=HTML) as api:
        yield list(visited(api, ["/"], 3))


def test_no_link_is_dead(walked: list[Visited]) -> None:
    assert [one.address for one in walked if one.answer.status_code != 200] == []
    assert len(walked) > 100


def test_every_kind_of_page_is_reached(walked: list[Visited]) -> None:
    paths = {one.address.partition("?")[0] for one in walked}
    assert {*NAVIGATION, "/ui/comparison/matrix", "/ui/diff", "/ui/lineage", "/ui/pictures/chain"} <= paths
    assert any(path.endswith("/echoes") for path in paths)
    assert any(path.endswith("/peers") for path in paths)


def test_pages_lead_to_places_that_they_have(walked: list[Visited]) -> None:
    for one in walked:
        if one.markup and one.address.startswith("/ui/"):
            anchors = {link[1:] for link in one.markup.links if link.startswith("#")}
            assert anchors <= set(one.markup.ids), one.address
            assert len(one.markup.ids) == len(set(one.markup.ids)), one.address


def test_tables_have_names(walked: list[Visited]) -> None:
    for one in walked:
        if one.markup and one.address.startswith("/ui/") and "/pictures/" not in one.address:
            named = [table.get("aria-labelledby") in one.markup.ids for table in one.markup.tables]
            assert all(named) or "<section aria-labelledby" in one.answer.text, one.address


def test_words_of_errors_are_in_one_language(filled_store: str) -> None:
    with serving(Settings(store=filled_store)) as base, httpx.Client(base_url=base, headers=HTML) as api:
        assert "不是文件编号或 SHA-256" in api.get("/ui/diff?a=x&b=y").text
        assert "is no id" not in api.get("/ui/diff?a=x&b=y").text
        assert "is no id" in api.get("/ui/diff?a=x&b=y&lang=en").text
        assert api.get("/ui/departments/dept:152900:市场监管?as_of=&state=").status_code == 200


def test_what_can_be_compared_comes_first(filled_store: str) -> None:
    with serving(Settings(store=filled_store)) as base, httpx.Client(base_url=base, headers=HTML) as api:
        page = api.get("/ui/comparison").text
        assert "无对应 (" in page
        assert '上级数值"><b' in page.partition("</tr>")[2].partition("</tr>")[0]


def test_tasks_are_narrowed_to_reviewed_ones(filled_store: str) -> None:
    with serving(Settings(store=filled_store)) as base, httpx.Client(base_url=base, headers=HTML) as api:
        assert "没有符合条件的任务" in api.get("/ui/tasks?state=certified").text
        assert api.get("/ui/tasks?state=odd").status_code == 422
        assert api.get("/ui/tasks?state=&region=&document=").status_code == 200
