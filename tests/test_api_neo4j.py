"""The API and the pages on a Neo4j server: answer for answer what they are on the embedded store."""

import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape

import httpx
import pytest

from api.examples import load_examples
from graph.copying import copy
from graph.reference import Reference
from graph.settings import Settings
from tests.conftest import DOCUMENTS
from tests.neo4j_server import LOGIN, at, empty
from tests.serving import serving

KEY = "of the tests"
NAME = "zhitu.example"  # both go by one name, so that links in their answers are equal
PAGES = 60  # of the site that are compared, from the front page on
MORE = (
    "/departments?format=csv",
    "/tasks?limit=1000",
    "/matrix?format=xlsx",
    "/exports/duties.docx",
    "/exports/ledger.ics?as_of=2016-03-01",
    "/ledger?as_of=2016-03-01&limit=1000",
    "/responsibilities?role=LEADS&format=csv",
    "/exports/jsonl",
    "/documents/doc:none",
    "/e/none",
    "/search?q=%E8%B4%A8%E9%87%8F&limit=50",
    "/tasks?limit=0",
)


@pytest.fixture(scope="module")
def filled_neo4j(neo4j_url: str, filled_store: str, reference: Reference) -> str:
    empty(neo4j_url)
    with closing(at(filled_store, read_only=True)) as source, closing(at(neo4j_url)) as target:
        copy(source, target, reference)
    return neo4j_url


@pytest.fixture(scope="module")
def both(filled_store: str, filled_neo4j: str) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """A client of each engine."""
    with (
        serving(Settings(filled_store, api_key=KEY, raw_cypher=True, hosts=(NAME,))) as one,
        serving(Settings(filled_neo4j, LOGIN, api_key=KEY, raw_cypher=True, hosts=(NAME,))) as other,
        httpx.Client(base_url=one, timeout=60, headers={"Host": NAME}) as embedded,
        httpx.Client(base_url=other, timeout=60, headers={"Host": NAME}) as neo4j,
    ):
        yield embedded, neo4j


def told(answer: httpx.Response) -> tuple[int, str, bytes]:
    """What was answered, without what differs at each request."""
    instance = answer.headers["x-request-id"].encode()
    return answer.status_code, answer.headers.get("content-type", ""), answer.content.replace(instance, b"")


@pytest.mark.parametrize("path", [*(told["request"] for told in load_examples().values()), *MORE])
def test_every_answer_is_the_same(both: tuple[httpx.Client, httpx.Client], path: str) -> None:
    one, other = (told(client.get(path)) for client in both)
    assert one == other


def test_every_page_is_the_same(both: tuple[httpx.Client, httpx.Client]) -> None:
    """As a reader comes by them, link by link."""
    seen = ["/"]
    for path in seen:
        one, other = (client.get(path) for client in both)
        assert told(one) == told(other), path
        if "text/html" in one.headers.get("content-type", ""):
            links = (unescape(link).partition("#")[0] for link in re.findall(r'href="(/(?:ui/)?[^"]*)"', one.text))
            known = {re.sub(r"[^/?&=]*:[^/?&=]*", "", each) for each in seen}  # one of each kind
            for link in links:
                if (kind := re.sub(r"[^/?&=]*:[^/?&=]*", "", link)) not in known and len(seen) < PAGES:
                    known.add(kind)
                    seen.append(link)
    assert len(seen) > 20


def test_a_researcher_asks_and_may_not_write(both: tuple[httpx.Client, httpx.Client]) -> None:
    asked = {"query": "MATCH (d:Department)-[:LEADS]->(t) RETURN d.name AS name, count(t) AS n ORDER BY n DESC, name"}
    one, other = (client.post("/cypher", json=asked, headers={"X-API-Key": KEY}) for client in both)
    assert told(one) == told(other)
    hostile = {"query": "MATCH (n) DETACH DELETE n"}
    answers = [client.post("/cypher", json=hostile, headers={"X-API-Key": KEY}) for client in both]
    assert [answer.status_code for answer in answers] == [422, 422]


def test_what_one_machine_takes_in_another_shows(filled_neo4j: str) -> None:
    """Two servers of the API on one database: the text, the report and the marked page come from it."""
    settings = Settings(filled_neo4j, LOGIN, api_key=KEY)
    words = "绵阳市人民政府关于推进质量强市工作的意见\n绵府发〔2019〕7号\n(一)推进标准化工作。制定团体标准。(市市场监管局负责)\n"
    files = {"files": ("mianyang.txt", words.encode())}
    with serving(settings) as one, serving(settings) as other:
        sent = httpx.post(f"{one}/documents", files=files, headers={"X-API-Key": KEY}, timeout=60)
        assert sent.status_code == 201, sent.text
        document_id = sent.json()["files"][0]["document_id"]
        assert httpx.get(f"{other}/documents/{document_id}/text", timeout=60).json()["text"] == words
        assert httpx.get(f"{other}/documents/{document_id}/report", timeout=60).status_code == 200
        page = httpx.get(f"{other}/ui/documents/{document_id}", timeout=60)
        assert "市市场监管局负责" in re.sub("<[^>]*>", "", page.text)
        assert httpx.get(f"{other}/readyz", timeout=60).status_code == 200
    with closing(at(filled_neo4j)) as store:
        before = len(store.readings())
    assert before == len(list(DOCUMENTS.glob("*.txt"))) + 1
