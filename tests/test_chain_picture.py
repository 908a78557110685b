"""The chain of responsibility as a picture: clauses above, tasks, who answers below; only what belongs to the chain."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from graph.answers.chain import subjects
from graph.build import ingest
from graph.errors import NotFound
from graph.reference import Reference
from graph.store import GraphStore, open_store
from ingest.pipeline import read_source
from tests.reading import source_text
from visualize.chain import OfChain, subgraph
from visualize.pictures import drawn
from visualize.subgraph import Subgraph

OUTLINE = "《质量发展纲要(2011-2020年)》(国发〔2012〕9号)"
PROVINCE = f"""四川省人民政府关于建设质量强省的意见
川府发〔2014〕5号
根据{OUTLINE},制定本意见。
一、主要任务
(一)推进标准化工作。健全标准体系(省质监局负责)。
(二)加强质量文化建设。开展质量月活动(省文化厅负责)。
四川省人民政府
2014年1月2日
"""
CITY = f"""绵阳市人民政府关于建设质量强市的意见
绵府发〔2014〕11号
根据《四川省人民政府关于建设质量强省的意见》(川府发〔2014〕5号)和{OUTLINE},制定本意见。
一、主要任务
(一)实施标准化战略。研制地方标准(市质监局牵头,市农业局配合)。
绵阳市人民政府
2014年3月5日
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Iterator[GraphStore]:
    url = str(tmp_path_factory.mktemp("chain") / "store")
    with closing(open_store(url)) as writer:
        ingest(writer, reference, [read_source(source_text(text), reference) for text in (PROVINCE, CITY)])
    with closing(open_store(url, read_only=True)) as reader:
        yield reader


def lines(picture: Subgraph) -> set[tuple[str, str, str]]:
    names = {node.id: node.name for node in picture.nodes}
    return {(names[edge.source], edge.line, names[edge.target]) for edge in picture.edges}


def of(store: GraphStore, words: str, reference: Reference, label: str = "Task") -> str:
    return next(one.id for one in subjects(store, words, reference) if one.label == label)


def test_from_the_outline_over_the_province_down_to_the_offices(store: GraphStore, reference: Reference) -> None:
    picture = subgraph(store, OfChain(of(store, "实施标准化战略", reference)))
    found = lines(picture)
    assert ("实施标准化战略", "DERIVES_FROM", "推进标准化工作") in found
    assert ("绵阳市质量技术监督局", "lead", "实施标准化战略") in found
    assert ("绵阳市农业局", "cooperate", "实施标准化战略") in found
    assert ("四川省质量技术监督局", "lead", "推进标准化工作") in found
    assert not [line for line in found if "质量文化" in line[2]], "another task of the province is not in the chain"
    assert all(edge.quote for edge in picture.edges)


def test_of_a_department_and_of_a_document(store: GraphStore, reference: Reference) -> None:
    office = subgraph(store, OfChain(of(store, "绵阳市农业局", reference, "Department")))
    assert ("绵阳市农业局", "cooperate", "实施标准化战略") in lines(office)
    assert office.focus.startswith("dept:")
    document = subgraph(store, OfChain(of(store, "建设质量强省的意见", reference, "Document")))
    assert {node.name for node in document.nodes} >= {"加强质量文化建设", "实施标准化战略", "四川省文化厅"}


def test_it_is_drawn_as_a_page_and_an_unknown_id_is_told(store: GraphStore, reference: Reference) -> None:
    assert "实施标准化战略" in drawn(store, "chain", {"id": of(store, "实施标准化战略", reference)})
    with pytest.raises(NotFound, match="has the id task:0"):
        drawn(store, "chain", {"id": "task:0"})
