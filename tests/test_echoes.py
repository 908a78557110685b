"""What becomes of an upstream document in a local one: clauses, tasks without a root, how strongly sentences bind."""

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from graph.analysis.wording import wordings
from graph.answers.echoes import EchoRow, echoes
from graph.build import ingest
from graph.errors import NotFound
from graph.parameters import DocumentFilter
from graph.queries import DOCUMENTS
from graph.reference import Reference
from graph.settings import Settings
from graph.store import GraphStore, open_store
from ingest.pipeline import read_source
from tests.reading import source_text
from tests.serving import serving

PROVINCE = """四川省人民政府关于建设质量强省的意见
川府发〔2014〕5号
一、主要任务
(一)推进标准化工作。确保重点产业标准覆盖率逐年提高。
(二)加强质量文化建设。开展质量月活动。
四川省人民政府
2014年1月2日
"""
CITY = """绵阳市人民政府关于建设质量强市的意见
绵府发〔2014〕11号
根据《四川省人民政府关于建设质量强省的意见》(川府发〔2014〕5号),制定本意见。
一、主要任务
(一)实施标准化战略。力争重点产业标准覆盖率逐年提高。
(二)发展乡村旅游。建设民宿。
绵阳市人民政府
2014年3月5日
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> str:
    url = str(tmp_path_factory.mktemp("echoes") / "store")
    with closing(open_store(url)) as writer:
        ingest(writer, reference, [read_source(source_text(text), reference) for text in (PROVINCE, CITY)])
    return url


@pytest.fixture(scope="module")
def store(url: str) -> Iterator[GraphStore]:
    with closing(open_store(url, read_only=True)) as reader:
        yield reader


@pytest.fixture(scope="module")
def rows(store: GraphStore, reference: Reference) -> list[EchoRow]:
    return echoes(store, city(store), reference)


def city(store: GraphStore) -> str:
    return next(
        row.document_id for row in store.run(DOCUMENTS, DocumentFilter()) if row.doc_number == "绵府发〔2014〕11号"
    )


def told(rows: list[EchoRow], echo: str) -> list[tuple[str | None, str | None]]:
    return [(row.upstream_task, row.task) for row in rows if row.echo == echo]


def test_clauses_that_are_carried_out_and_those_that_are_not(rows: list[EchoRow]) -> None:
    assert told(rows, "carried_out") == [("推进标准化工作", "实施标准化战略")]
    assert told(rows, "not_carried_out") == [("加强质量文化建设", None)]
    assert told(rows, "without_root") == [(None, "发展乡村旅游")]


def test_weaker_words_are_told_with_both_sentences(rows: list[EchoRow]) -> None:
    [row] = [row for row in rows if row.echo == "weakened"]
    assert row.quote == "力争重点产业标准覆盖率逐年提高。"
    assert row.upstream_quote == "确保重点产业标准覆盖率逐年提高。"
    assert CITY[row.start_char : row.end_char] == row.quote


def test_words_that_bind_more_or_less(reference: Reference) -> None:
    def change(local: str, upstream: str) -> list[str]:
        return [found.change for found in wordings(local, upstream, reference)]

    assert change("确保食品抽检合格率稳步提升。", "力争食品抽检合格率稳步提升。") == ["sharpened"]
    assert change("力争食品抽检合格率稳步提升。", "力争食品抽检合格率稳步提升。") == []
    assert change("力争食品抽检合格率稳步提升。", "确保特种设备安全运行。") == [], "another matter"
    assert change("确保食品抽检合格率稳步提升,鼓励企业自检。", "力争食品抽检合格率稳步提升。") == [], "both at once"


def test_an_unknown_document(store: GraphStore, reference: Reference) -> None:
    with pytest.raises(NotFound, match="there is no document doc:0"):
        echoes(store, "doc:0", reference)


def test_over_http_and_as_a_page(store: GraphStore, url: str) -> None:
    with serving(Settings(store=url)) as base, httpx.Client(base_url=base, timeout=30) as api:
        found = api.get(f"/documents/{city(store)}/echoes", params={"echo": "weakened"}).json()
        assert [row["upstream_quote"] for row in found["items"]] == ["确保重点产业标准覆盖率逐年提高。"]
        page = api.get(f"/ui/documents/{city(store)}/echoes", headers={"accept": "text/html"})
        assert page.status_code == 200
        assert "措辞减弱" in page.text
        assert api.get("/documents/doc:0/echoes").status_code == 404


OUTLINE = "《质量发展纲要(2011-2020年)》(国发〔2012〕9号)"
ABOVE = f"""绵阳市人民政府关于建设质量强市的意见
绵府发〔2014〕11号
根据国务院{OUTLINE},制定本意见。
一、主要任务
(一)办好便民站。完善量值传递体系,新建社会公用计量标准,开展能源计量和强制检定。
(二)发展乡村旅游。建设民宿。
绵阳市人民政府
2014年3月5日
"""
COUNTY = """三台县人民政府关于建设质量强县的方案
三府发〔2015〕3号
根据《绵阳市人民政府关于建设质量强市的意见》(绵府发〔2014〕11号),制定本方案。
一、主要任务
(一)办好便民站。扩建站房。
(二)开展质量月活动。每年九月举办质量月活动。
(三)种植麦冬。扩大面积。
三台县人民政府
2015年3月5日
"""


@pytest.fixture(scope="module")
def up_the_line(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> list[EchoRow]:
    with closing(open_store(str(tmp_path_factory.mktemp("line") / "store"))) as store:
        ingest(store, reference, [read_source(source_text(text), reference) for text in (ABOVE, COUNTY)])
        [county] = [row for row in store.run(DOCUMENTS, DocumentFilter()) if row.doc_number == "三府发〔2015〕3号"]
        return echoes(store, county.document_id, reference)


def test_clauses_of_each_document_up_the_line_are_told_nearest_first(up_the_line: list[EchoRow]) -> None:
    depths = [row.depth for row in up_the_line if row.echo in ("carried_out", "not_carried_out")]
    assert depths == [1] * depths.count(1) + [2] * depths.count(2)
    assert depths.count(1) == 2
    assert depths.count(2) >= 38, "each clause of the outline"


def test_a_task_carries_out_a_clause_of_the_outline_by_its_words_or_by_way_of_the_city(
    up_the_line: list[EchoRow],
) -> None:
    found = {(row.task, row.upstream_task): row for row in up_the_line if row.echo == "carried_out" and row.depth == 2}
    assert found.keys() == {("办好便民站", "强化计量基础支撑作用"), ("开展质量月活动", "加强质量文化建设")}
    over = found["办好便民站", "强化计量基础支撑作用"]
    assert over.by_way_of == ["绵阳市人民政府关于建设质量强市的意见:办好便民站"]
    assert found["开展质量月活动", "加强质量文化建设"].by_way_of is None


def test_without_root_is_only_what_no_document_of_the_line_asks_for(up_the_line: list[EchoRow]) -> None:
    assert told(up_the_line, "without_root") == [(None, "种植麦冬")]


def test_every_quote_stands_where_it_says(up_the_line: list[EchoRow], rows: list[EchoRow]) -> None:
    for text, found in ((COUNTY, up_the_line), (CITY, rows)):
        told = [row for row in found if row.task_id]
        assert all(row.quote and text[row.start_char : row.end_char] == row.quote for row in told)
        assert {row.echo for row in told} >= {"carried_out", "without_root"}
    assert all(row.link and (row.quote or row.upstream_quote) for row in up_the_line)
