"""Decisions: what each verdict does to the graph, in any order, on both engines, and after reading again."""

import itertools
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.answers.auditing import Auditor, check_finding
from graph.answers.ledger import ledger
from graph.answers.matrix import matrix
from graph.build import ingest, rebuild
from graph.check import check_store
from graph.copying import copy
from graph.decisions.applying import Applying
from graph.decisions.decided import read_decisions, rows_of
from graph.decisions.deciding import Said, decide, keep
from graph.decisions.decision import Decision, from_line, in_force, moment, to_line
from graph.decisions.review import lost, pairs
from graph.decisions.rulings import Rulings
from graph.errors import NotFound, ParameterError, SourceError, StoreError, ZhituError
from graph.exports.jsonl import lines_of_store
from graph.model import Attributes, Part, Reading
from graph.parameters import DepartmentFilter, DocumentFilter, Page, ResponsibilityFilter, TargetFilter
from graph.queries import DEPARTMENTS, DOCUMENTS, INDICATORS, RESPONSIBILITIES, TARGETS
from graph.reference import Reference, load_reference
from graph.rows import ResponsibilityRow
from graph.store import GraphStore
from ingest.pipeline import read_source
from tests.conftest import Command
from tests.neo4j_server import at, empty
from tests.reading import source_text

CITY = """绵阳市质量强市行动方案

绵府发〔2015〕7号

根据《四川省质量强省实施意见》(川府发〔2014〕3号)和《质量发展纲要(2011-2020年)》,制定本方案。

一、主要任务

(一)提升产品质量。加强重点产品监督抽查,到2018年产品质量监督抽检合格率达到95%以上。(市质监局牵头,市财政局、市农业局配合)

(二)推进计量惠民。完善计量服务体系,强化量值传递。(市质量促进局负责)

(三)强化标准引领。开展标准化试点。(市质监局牵头,市科技局配合)

绵阳市人民政府
2015年3月1日
"""
COUNTY = """江油市质量强市实施方案

根据《绵阳市质量强市行动方案》和《四川省推进质量强省意见》,制定本方案。

一、主要任务

(一)提升产品质量。到2018年产品质量监督抽查合格率达到96%以上。(绵阳市质量促进局、市财政局按职责分工负责)

(二)建设质量文化。开展质量月活动。(市文广新局负责)

江油市人民政府
2016年5月1日
"""
PROVINCE = """四川省质量强省实施意见

贯彻落实国务院《质量发展纲要(2011-2020年)》,提出以下意见。

一、主要任务

(一)提升产品质量。到2018年产品质量监督抽查合格率达到94%以上。(省质监局牵头,省财政厅配合)

四川省人民政府
2014年2月1日
"""
OFFICE, VARIANT = "dept:510700:质量技术监督", "dept:510700:质量促进局"
Addresses = Callable[[], str]


def read(text: str, source: str) -> Reading:
    return replace(read_source(replace(source_text(text), source=source), load_reference()), source=source)


@pytest.fixture(scope="module")
def readings() -> tuple[Reading, ...]:
    return read(CITY, "city.txt"), read(COUNTY, "county.txt"), read(PROVINCE, "province.txt")


@pytest.fixture(params=["embedded", "neo4j"])
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> Addresses:
    """Gives the address of an empty store; what the one before held may be gone then."""
    if request.param == "embedded":
        return lambda: str(tmp_path / uuid.uuid4().hex)
    url: str = request.getfixturevalue("neo4j_url")

    def emptied() -> str:
        empty(url)
        return url

    return emptied


@pytest.fixture
def store(tmp_path: Path, readings: tuple[Reading, ...], reference: Reference) -> Iterator[GraphStore]:
    with closing(at(str(tmp_path / "store"))) as opened:
        ingest(opened, reference, readings)
        yield opened


def export(store: GraphStore) -> list[str]:
    return list(lines_of_store(store))


def duties(store: GraphStore, document: str = "绵阳市质量强市行动方案", **wanted: Any) -> list[ResponsibilityRow]:
    rows = store.run(RESPONSIBILITIES, ResponsibilityFilter(limit=1000, **wanted))
    return [row for row in rows if row.document == document]


def duty(store: GraphStore, department: str, task: str = "") -> ResponsibilityRow:
    return next(row for row in duties(store) if department in row.department and task in row.task)


def document_id(store: GraphStore, title: str) -> str:
    return next(row.document_id for row in store.run(DOCUMENTS, DocumentFilter(limit=1000)) if row.document == title)


def indicator_id(store: GraphStore, name: str) -> str:
    return next(row.indicator_id for row in store.run(INDICATORS, Page(limit=1000)) if row.indicator == name)


def departments(store: GraphStore) -> dict[str, Any]:
    return {row.department_id: row for row in store.run(DEPARTMENTS, DepartmentFilter(limit=1000))}


def said(verdict: str, *about: str, **more: Any) -> Said:
    return Said(verdict, about, **{"who": "王芳", **more})


def all_decisions(store: GraphStore, reference: Reference) -> list[Decision]:
    """One of each verdict, made on a store that holds all documents."""
    lead = duty(store, "质量技术监督局", "提升")
    other = duty(store, "科学技术局", "标准")
    made = [
        said("same", OFFICE, VARIANT, why="同一个局"),
        said("same", indicator_id(store, "产品质量监督抽查合格率"), indicator_id(store, "产品质量监督抽检合格率")),
        said("correct", lead.key, right=("市农业局", "市生态环境局"), why="分工表写明"),
        said("correct", other.key, no_duty=True),
        said("certified", document_id(store, "江油市质量强市实施方案"), why="已核对"),
        said("different", document_id(store, "绵阳市质量强市行动方案"), document_id(store, "四川省质量强省实施意见")),
        said("same", document_id(store, "四川省质量强省实施意见"), document_id(store, "四川省推进质量强省意见")),
        said("unsure", "dept:510700:财政", "dept:510700:农业"),
        said("dealt_with", "finding:0001", why="已函告"),
    ]
    return [decide(store, reference, each) for each in made]


def test_any_order_with_decisions_gives_the_same_bytes(
    addresses: Addresses, tmp_path: Path, readings: tuple[Reading, ...], reference: Reference
) -> None:
    """Decided at the end, between the documents, told twice: the same export on either engine."""
    with closing(at(str(tmp_path / "first"))) as first:
        ingest(first, reference, readings)
        before = export(first)
        decisions = all_decisions(first, reference)
        expected = export(first)
        assert expected != before
        assert check_store(first) == []
    for order in itertools.permutations(readings):
        with closing(at(addresses())) as store:
            ingest(store, reference, order[:2])
            keep(store, reference, decisions[::-1], gone=True)
            ingest(store, reference, order[2:])
            assert export(store) == expected
            ingest(store, reference, order[:1])
            keep(store, reference, decisions)
            assert export(store) == expected
            assert store.decisions() == decisions
    with closing(at(addresses())) as store:
        ingest(store, reference, readings)
        for decision in decisions:
            keep(store, reference, [decision])
        assert export(store) == expected
        rebuild(store, reference)
        assert export(store) == expected
        for decision in in_force(decisions):
            decide(store, reference, said("withdrawn", decision.id))
        assert export(store) == before


def test_a_copy_has_the_decisions_applied(store: GraphStore, tmp_path: Path, reference: Reference) -> None:
    all_decisions(store, reference)
    with closing(at(str(tmp_path / "copy"))) as other:
        assert copy(store, other, reference).decisions == 9
        assert export(other) == export(store)


def test_two_departments_are_one(store: GraphStore, reference: Reference) -> None:
    before = departments(store)
    assert {OFFICE, VARIANT} <= before.keys()
    decide(store, reference, said("same", OFFICE, VARIANT))
    after = departments(store)
    assert VARIANT not in after
    assert after[OFFICE].department == before[OFFICE].department
    assert after[OFFICE].leads == before[OFFICE].leads + before[VARIANT].leads
    assert {"市质量促进局", "绵阳市质量促进局"} <= set(after[OFFICE].aliases)
    assert after[OFFICE].region_id == "region:510700"
    assert Applying(store, reference).node(VARIANT).id == OFFICE
    assert check_store(store) == []
    with pytest.raises(ParameterError, match="one already"):
        decide(store, reference, said("same", OFFICE, VARIANT))


def test_who_took_over_stays_with_what_is_merged(store: GraphStore, reference: Reference) -> None:
    """质监局 is followed by 市场监管局, also where a text names it by the merged name only."""
    decide(store, reference, said("same", OFFICE, VARIANT))
    ingest(store, reference, [read(CITY.replace("市质监局", "市质量促进局"), "city.txt")])
    assert '"SUCCEEDED_BY"' in "".join(line for line in export(store) if OFFICE in line)
    assert departments(store)[OFFICE].department == "绵阳市质量技术监督局"


def test_two_documents_are_one(store: GraphStore, reference: Reference) -> None:
    cited = document_id(store, "四川省质量强省实施意见")
    city = document_id(store, "绵阳市质量强市行动方案")
    decision = decide(store, reference, said("same", cited, city))
    rows = {row.document_id: row for row in store.run(DOCUMENTS, DocumentFilter(limit=100))}
    assert city not in rows
    assert city in (rows[cited].former_ids or [])
    assert rows[cited].document == "绵阳市质量强市行动方案", "the later text of the two counts"
    assert check_store(store) == []
    decide(store, reference, said("withdrawn", decision.id))
    assert {cited, city} <= {row.document_id for row in store.run(DOCUMENTS, DocumentFilter(limit=100))}


def test_documents_that_a_citation_joins_are_kept_apart(store: GraphStore, reference: Reference) -> None:
    """The city's text gives the province's paper a number; who knows that it is another's number says so."""
    province = next(
        row for row in store.run(DOCUMENTS, DocumentFilter(limit=100)) if row.document == "四川省质量强省实施意见"
    )
    assert len(province.former_ids or ()) == 1
    [former] = province.former_ids or [""]
    before = export(store)
    decision = decide(store, reference, said("different", province.document_id, former))
    ids = {row.document_id for row in store.run(DOCUMENTS, DocumentFilter(limit=100))}
    assert former in ids, "the paper is known by its title alone again"
    assert province.document_id not in ids
    assert check_store(store) == []
    decide(store, reference, said("withdrawn", decision.id))
    assert export(store) == before


def test_two_measures_are_one_and_their_figures_meet(store: GraphStore, reference: Reference) -> None:
    one, other = (indicator_id(store, f"产品质量监督抽{word}合格率") for word in "查检")
    before = {row.document for row in store.run(TARGETS, TargetFilter(limit=1000)) if row.indicator_id == one}
    decide(store, reference, said("same", one, other))
    after = {row.document for row in store.run(TARGETS, TargetFilter(limit=1000)) if row.indicator_id == one}
    assert after - before == {"绵阳市质量强市行动方案"}
    assert indicator_id(store, "产品质量监督抽查合格率") == one
    assert other not in {row.indicator_id for row in store.run(INDICATORS, Page(limit=1000))}


def test_a_link_between_what_is_different_goes(store: GraphStore, reference: Reference) -> None:
    """Two tasks that a person calls different derive from each other no more."""
    links = [json.loads(line) for line in export(store)]
    link = next(
        one
        for one in links
        if one["label"] == "DERIVES_FROM" and one["source"].startswith("task:") and one["target"].startswith("task:")
    )
    decide(store, reference, said("different", link["source"], link["target"]))
    assert link["properties"]["key"] not in "".join(export(store))
    with pytest.raises(ParameterError, match="two of one kind"):
        decide(store, reference, said("same", link["source"], link["target"]))


def test_figures_for_measures_that_are_different_derive_from_each_other_no_more(
    tmp_path: Path, reference: Reference
) -> None:
    """抽检合格率 and 抽查合格率 are read as one measure in other words; who knows better says so."""
    city = CITY.replace("《四川省质量强省实施意见》(川府发〔2014〕3号)", "《四川省质量强省实施意见》")
    with closing(at(str(tmp_path / "different"))) as store:
        ingest(store, reference, [read(city, "city.txt"), read(PROVINCE, "province.txt")])
        before = export(store)
        assert len(links_of_figures(store)) == 1
        one, other = (indicator_id(store, f"产品质量监督抽{word}合格率") for word in "查检")
        decision = decide(store, reference, said("different", one, other))
        assert links_of_figures(store) == []
        ingest(store, reference, [read(city, "city.txt")])
        assert links_of_figures(store) == []
        decide(store, reference, said("withdrawn", decision.id))
        assert export(store) == before


def links_of_figures(store: GraphStore) -> list[dict[str, Any]]:
    lines = (json.loads(line) for line in export(store))
    return [one for one in lines if one["label"] == "DERIVES_FROM" and one["source"].startswith("target:")]


def test_what_is_different_stays_so_under_another_id(store: GraphStore, reference: Reference) -> None:
    """A is not B, and A is C: C is not B either, and nobody is asked whether it is."""
    third = "dept:510700:质量技术促进局"
    named = CITY.replace("市科技局配合", "市质量技术促进局配合")
    ingest(store, reference, [read(named, "city.txt")])
    assert {VARIANT, third} in offered(store, reference)
    decide(store, reference, said("different", third, VARIANT))
    assert {VARIANT, third} not in offered(store, reference)
    decide(store, reference, said("same", "dept:510700:财政", third))
    rulings = Rulings.of(store.decisions())
    assert frozenset(("dept:510700:财政", VARIANT)) in rulings.apart
    assert not [pair for pair in offered(store, reference) if pair == {"dept:510700:财政", VARIANT}]


def test_a_pair_of_documents_is_not_offered_again_when_one_goes_by_another_id(
    tmp_path: Path, reference: Reference
) -> None:
    county = COUNTY.replace("《四川省推进质量强省意见》", "《四川省推进质量强省意见》和《四川省加快推进质量强省意见》")
    with closing(at(str(tmp_path / "renamed"))) as store:
        ingest(store, reference, [read(county, "county.txt")])
        names = [document_id(store, title) for title in ("四川省推进质量强省意见", "四川省加快推进质量强省意见")]
        assert set(names) in offered(store, reference)
        decide(store, reference, said("unsure", *names))
        assert set(names) not in offered(store, reference)
        numbered = CITY.replace("质量强省实施意见", "推进质量强省意见")
        ingest(store, reference, [read(numbered, "city.txt")])
        now = {document_id(store, title) for title in ("四川省推进质量强省意见", "四川省加快推进质量强省意见")}
        assert now != set(names)
        assert now not in offered(store, reference)


def offered(store: GraphStore, reference: Reference) -> list[set[str | None]]:
    return [{row.first_id, row.second_id} for row in pairs(store, reference, 1000)]


def test_a_correction_shows_who_says_so_and_why(store: GraphStore, reference: Reference) -> None:
    wrong = duty(store, "质量技术监督局", "提升")
    decision = decide(store, reference, said("correct", wrong.key, right=("市农业局",), why="分工表写明"))
    now = [row for row in duties(store) if row.task_id == wrong.task_id and row.role == "LEADS"]
    assert [(row.department, row.state, row.reviewer, row.why, row.decision) for row in now] == [
        ("绵阳市农业局", "corrected", "王芳", "分工表写明", decision.id)
    ]
    assert now[0].quote == wrong.quote
    again = decide(store, reference, Said("correct", (now[0].key,), "李强", right=("市科技局",), role="COOPERATES"))
    assert again.subject == decision.subject
    rows = [row for row in duties(store) if row.state == "corrected"]
    assert [(row.department, row.role, row.mode, row.reviewer) for row in rows] == [
        ("绵阳市科学技术局", "COOPERATES", "cooperate", "李强")
    ]
    assert [row.in_force for row in rows_of(store.decisions())] == [False, True]


def test_a_duty_that_is_none_goes(store: GraphStore, reference: Reference) -> None:
    wrong = duty(store, "科学技术局")
    before = export(store)
    decision = decide(store, reference, said("correct", wrong.key, no_duty=True))
    assert wrong.key not in {row.key for row in duties(store)}
    decide(store, reference, said("withdrawn", decision.id))
    assert export(store) == before


@pytest.mark.parametrize(
    ("change", "applies"),
    [
        (lambda text: text, True),
        (lambda text: text.replace("(一)提升产品质量。", "(一)提升产品质量。\n"), True),
        (lambda text: text.replace("(市质监局牵头,", "( 市质监局\n牵头,"), True),
        (lambda text: text.replace("一、主要任务\n", "一、总体要求\n\n坚持质量第一。\n\n二、主要任务\n"), True),
        (lambda text: text.replace("绵府发〔2015〕7号\n", ""), True),
        (lambda text: text.replace("(一)提升产品质量。加强", "(三)提升产品质量。加强"), True),
        (lambda text: text.replace("市财政局、市农业局配合", "市财政局配合"), False),
        (lambda text: text.replace("提升产品质量。加强重点产品监督抽查", "推动品牌建设。培育名牌企业"), False),
    ],
    ids=["same", "new line", "blanks", "other offsets", "other id", "other number", "other phrase", "other work"],
)
def test_a_correction_is_replayed_on_the_text_read_again(
    store: GraphStore, reference: Reference, change: Callable[[str], str], applies: bool
) -> None:
    wrong = duty(store, "质量技术监督局", "提升")
    decision = decide(store, reference, said("correct", wrong.key, right=("市生态环境局",)))
    ingest(store, reference, [read(change(CITY), "city.txt")])
    shown = [row for row in duties(store) if row.state == "corrected"]
    assert bool(shown) == applies
    problem = Applying(store, reference).problem(decision)
    assert ("" if applies else "any more") in problem
    assert bool(problem) != applies


def test_a_document_that_was_taken_out_and_comes_back_is_corrected_again(
    store: GraphStore, tmp_path: Path, readings: Sequence[Reading], reference: Reference
) -> None:
    decisions = all_decisions(store, reference)
    with closing(at(str(tmp_path / "later"))) as later:
        keep(later, reference, decisions, gone=True)
        ingest(later, reference, readings)
        assert export(later) == export(store)


def test_a_signed_text_is_certified_until_it_changes(store: GraphStore, reference: Reference) -> None:
    city = document_id(store, "绵阳市质量强市行动方案")
    decision = decide(store, reference, said("certified", city))
    edges = [one for one in map(json.loads, export(store)) if one["type"] == "edge"]
    for edge in edges:
        told = edge["properties"]
        signed = told.get("document_id") == city
        assert (told.get("state"), told.get("reviewer")) == (("certified", "王芳") if signed else (None, None)), edge
    assert {row.document_id for row in store.run(RESPONSIBILITIES, ResponsibilityFilter(state="certified"))} == {city}
    wrong = duty(store, "质量技术监督局", "提升")
    decide(store, reference, Said("correct", (wrong.key,), "李强", right=("市农业局",)))
    assert {row.state for row in duties(store) if row.role == "LEADS" and row.task_id == wrong.task_id} == {"corrected"}
    decide(store, reference, said("certified", city, why="更正后再签"))
    assert {row.state for row in duties(store)} == {"certified"}
    ingest(store, reference, [read(CITY.replace("95%", "97%"), "city.txt")])
    assert not duties(store, state="certified")
    assert [row.state for row in duties(store, state="corrected")] == ["corrected"]
    [last] = [each for each in in_force(store.decisions()) if each.verdict == "certified"]
    assert last.id != decision.id
    problem = Applying(store, reference).problem(last)
    assert "绵阳市质量强市行动方案" in problem and "王芳" in problem and "sign again" in problem
    [row] = [row for row in lost(store, reference) if row.decision == last.id]
    assert row.first == "certified 《绵阳市质量强市行动方案》"
    assert row.command == f"certified {city}"


def test_a_link_is_signed_while_both_texts_are_those_that_were_signed(tmp_path: Path, reference: Reference) -> None:
    city = CITY.replace("《四川省质量强省实施意见》(川府发〔2014〕3号)", "《四川省质量强省实施意见》")
    changed = PROVINCE.replace("94%", "95%")

    def links(store: GraphStore) -> set[str | None]:
        """The states of the links to the province's plan; the outline has no text that could change."""
        lines = [one for one in map(json.loads, export(store)) if one["type"] != "report"]
        above = document_id(store, "四川省质量强省实施意见")
        its = {one["id"] for one in lines if one["type"] == "node" and one["properties"].get("document_id") == above}
        links = [one for one in lines if one["label"] == "DERIVES_FROM" and one.get("target") in its]
        return {one["properties"].get("state") for one in links}

    with closing(at(str(tmp_path / "one"))) as store:
        ingest(store, reference, [read(city, "city.txt"), read(PROVINCE, "province.txt")])
        assert links(store) == {None}
        decide(store, reference, said("certified", document_id(store, "绵阳市质量强市行动方案")))
        assert links(store) == {"certified"}
        ingest(store, reference, [read(changed, "province.txt")])
        assert links(store) == {None}, "nobody has seen the new text beside this one"
        assert duties(store, state="certified")
        with closing(at(str(tmp_path / "other"))) as other:
            keep(other, reference, store.decisions(), gone=True)
            ingest(other, reference, [read(changed, "province.txt"), read(city, "city.txt")])
            assert export(other) == export(store)
        ingest(store, reference, [read(PROVINCE, "province.txt")])
        assert links(store) == {"certified"}


def test_what_was_corrected_later_is_not_told_as_without_anybody(store: GraphStore, reference: Reference) -> None:
    city = document_id(store, "绵阳市质量强市行动方案")
    decide(store, reference, said("certified", city))
    wrong = duty(store, "质量技术监督局", "提升")
    others = [row for row in duties(store) if row.task_id == wrong.task_id and row.key != wrong.key]
    for row in (wrong, *others):
        decide(store, reference, Said("correct", (row.key,), "李强", right=("市水务局",)))
    assert wrong.task_id not in {row.task_id for row in matrix(store, city, state="certified").tasks}
    day = date(2016, 1, 1)
    assert wrong.task_id not in {row.id for row in ledger(store, day, document_id=city, state="certified")}
    assert wrong.task_id in {row.id for row in ledger(store, day, document_id=city)}


def test_no_third_decision_overrules_another_in_silence(store: GraphStore, reference: Reference) -> None:
    """A is B, A is not C: that B is C contradicts both, though nobody has said anything of B and C."""
    one, two, three = (f"dept:510700:{name}" for name in ("农业", "财政", "科技"))
    decide(store, reference, said("same", one, two))
    decide(store, reference, said("different", one, three))
    before = store.decisions()
    with pytest.raises(ParameterError, match="calls different"):
        decide(store, reference, said("same", two, three))
    assert store.decisions() == before


def test_only_what_is_found_can_be_dealt_with(store: GraphStore, reference: Reference) -> None:
    with pytest.raises(NotFound, match="no finding has the id"):
        decide(store, reference, said("dealt_with", "finding:none"), check_finding)
    found = Auditor().rows(store)[0].finding_id
    assert decide(store, reference, said("dealt_with", found), check_finding).about == (found,)


def test_options_of_a_correction_belong_to_no_other_verdict(tmp_path: Path, command: Command) -> None:
    told = command("decide", "certified", "doc:0", "--who", "王芳", "--lead", "市局", "--store", tmp_path)
    assert (told.code, "belong to correct" in told.err) == (1, True)


def test_a_text_that_is_read_otherwise_loses_its_signature(store: GraphStore, reference: Reference) -> None:
    city = document_id(store, "绵阳市质量强市行动方案")
    decision = decide(store, reference, said("certified", city))
    reading = store.reading(decision.about[0])
    ingest(store, reference, [replace(reading, statements=reading.statements[:-1])])
    assert not duties(store, state="certified")
    assert "sign it again" in Applying(store, reference).problem(decision)


def test_only_the_documents_concerned_are_written(
    store: GraphStore, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    real = store.replace

    def noted(name: str, part: Part) -> None:
        written.append(name)
        real(name, part)

    monkeypatch.setattr(store, "replace", noted)
    city, county = (document_id(store, title) for title in ("绵阳市质量强市行动方案", "江油市质量强市实施方案"))
    decide(store, reference, said("certified", county))
    assert set(written) == {county}
    written.clear()
    decide(store, reference, said("unsure", "dept:510700:科技", "dept:510700:农业"))
    assert set(written) <= {city, county}
    written.clear()
    decide(store, reference, said("dealt_with", "finding:1"))
    assert written == []


NOT_THERE = "dept:510700:没有这个局"


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (Said("same", (OFFICE, VARIANT), ""), "give your name"),
        (Said("certified", ("doc:0",), "  "), "give your name"),
        (said("same", OFFICE, NOT_THERE), "nothing in the graph"),
        (said("same", OFFICE, OFFICE), "two different things"),
        (said("same", OFFICE), "two different things"),
        (said("same", OFFICE, "region:510700"), "two of one kind"),
        (said("same", OFFICE, VARIANT, when="明天"), "is no date"),
        (said("same", OFFICE, VARIANT, when="2026-02-30"), "is no date"),
        (said("certified", "doc:0"), "no document has this id"),
        (said("certified", "0" * 64), "no document shows the text"),
        (said("correct", "0" * 16, right=("市农业局",)), "no duty has the key"),
        (said("withdrawn", "0" * 16), "is in force"),
        (said("perhaps", OFFICE), "no verdict"),
        (said("dealt_with", ""), "one thing"),
    ],
)
def test_a_bad_decision_is_one_clear_sentence_and_changes_nothing(
    store: GraphStore, reference: Reference, wrong: Said, problem: str
) -> None:
    before = export(store)
    with pytest.raises(ZhituError, match=problem) as raised:
        decide(store, reference, wrong)
    assert isinstance(raised.value, ParameterError | NotFound)
    assert "\n" not in str(raised.value)
    assert export(store) == before
    assert store.decisions() == []


@pytest.mark.parametrize(
    ("right", "problem"),
    [
        ({}, "one of both"),
        ({"right": ("市农业局",), "no_duty": True}, "one of both"),
        ({"right": ("市质监局",)}, "nothing to correct"),
        ({"right": ("市农业局",), "role": "OWNS"}, "LEADS or COOPERATES"),
        ({"right": ("dept:510700:没有",)}, "no department has the id"),
        ({"right": ("局" * 101,)}, "no name of a body"),
    ],
)
def test_a_bad_correction_is_refused(
    store: GraphStore, reference: Reference, right: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ZhituError, match=problem):
        decide(store, reference, said("correct", duty(store, "质量技术监督局", "提升").key, **right))
    assert store.decisions() == []


def test_decisions_that_contradict_each_other_are_refused(store: GraphStore, reference: Reference) -> None:
    when = "2026-03-01T08:00"
    same, different = (Decision(verdict, (OFFICE, VARIANT), "王芳", when) for verdict in ("same", "different"))
    with pytest.raises(ParameterError, match="contradict each other"):
        keep(store, reference, [same, different])
    assert store.decisions() == []
    third = "dept:510700:财政"
    chain = [
        Decision("same", (OFFICE, VARIANT), "王芳", "2026-03-01"),
        Decision("same", (VARIANT, third), "李强", "2026-03-02"),
        Decision("different", (OFFICE, third), "赵敏", "2026-03-03"),
    ]
    with pytest.raises(ParameterError, match="withdraw one first"):
        keep(store, reference, chain)
    assert store.decisions() == []
    keep(store, reference, [same])
    with pytest.raises(ParameterError, match="contradict each other"):
        keep(store, reference, [different])
    with pytest.raises(ParameterError, match="a later decision"):
        decide(store, reference, said("different", OFFICE, VARIANT, when="2025-01-01"))
    assert store.decisions() == [same]


SOUND: Attributes = {
    "role": "LEADS",
    "was": "市质监局",
    "quote": "市质监局牵头",
    "place": "提升",
    "n": 1,
    "right": ("市农业局",),
}


@pytest.mark.parametrize(
    ("decision", "problem"),
    [
        (Decision("same", (OFFICE,), "王芳", "2026-03-01"), "is about 2 things"),
        (Decision("same", (OFFICE, OFFICE), "王芳", "2026-03-01"), "is about 2 things"),
        (Decision("certified", ("doc:06d82c42fc18dd4c",), "王芳", "2026-03-01"), "by its sha256"),
        (Decision("correct", ("doc:0",), "王芳", "2026-03-01"), "the roles"),
        (Decision("correct", ("doc:0",), "王芳", "2026-03-01", told={**SOUND, "right_role": "OWNS"}), "the roles"),
        (Decision("correct", ("doc:0",), "王芳", "2026-03-01", told={**SOUND, "quote": ""}), "quote and place"),
        (Decision("correct", ("doc:0",), "王芳", "2026-03-01", told={**SOUND, "n": "二"}), "a number"),
        (Decision("correct", ("doc:0",), "王芳", "2026-03-01", told={**SOUND, "right": ""}), "who is right"),
        (Decision("correct", ("doc:0",), "王芳", "2026-03-01", told={**SOUND, "right": ("",)}), "who is right"),
    ],
)
def test_a_record_that_cannot_be_applied_is_refused_whatever_is_there(
    store: GraphStore, reference: Reference, decision: Decision, problem: str
) -> None:
    with pytest.raises(ParameterError, match=problem):
        keep(store, reference, [decision], gone=True)
    assert store.decisions() == []


def test_many_decisions_come_in_at_once(store: GraphStore, reference: Reference) -> None:
    made = [Decision("dealt_with", (f"finding:{n:04}",), "王芳", "2026-03-01") for n in range(1500)]
    assert len(keep(store, reference, made)) == 1500
    assert len(store.decisions()) == 1500
    assert keep(store, reference, made) == []


def test_a_later_decision_replaces_the_earlier(store: GraphStore, reference: Reference) -> None:
    before = export(store)
    decide(store, reference, said("same", OFFICE, VARIANT))
    decide(store, reference, said("different", OFFICE, VARIANT))
    assert export(store) == before


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"not json\n", "line 1"),
        (b'{"verdict": "same"}\n', "line 1"),
        (b"\xff\xfe\x00", "no UTF-8"),
        (
            '{"about":["a","b"],"told":{},"verdict":"same","when":"2026-13-01","who":"王芳","why":""}'.encode(),
            "is no date",
        ),
        ('{"about":["a"],"told":{"x":{"y":1}},"verdict":"same","when":"2026","who":"王","why":""}'.encode(), "line 1"),
        ('{"about":[1],"told":{},"verdict":"unsure","when":"2026-01-01","who":"王","why":""}'.encode(), "texts"),
    ],
)
def test_a_bad_file_of_decisions_names_its_line(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=problem) as raised:
        read_decisions(path)
    assert str(raised.value).startswith(str(path))


def test_decisions_go_out_and_come_in_by_the_command(
    store: GraphStore, tmp_path: Path, reference: Reference, command: Command, readings: Sequence[Reading]
) -> None:
    all_decisions(store, reference)
    expected = export(store)
    store.close()
    here, there, file = tmp_path / "store", tmp_path / "there", tmp_path / "decisions.jsonl"
    assert command("decisions", "export", file, "--store", here).code == 0
    assert command("decisions", "export", "--store", here).out == file.read_text("utf-8")
    with closing(at(str(there))) as other:
        ingest(other, reference, readings[:1])
    before = command("export", "--store", there).out
    ran = command("decisions", "import", file, "--store", there)
    assert ran.code == 1
    [line] = ran.err.splitlines()
    assert "nothing was changed" in line
    assert command("export", "--store", there).out == before
    with closing(at(str(there))) as other:
        ingest(other, reference, readings[1:])
    assert command("decisions", "import", file, "--store", there).code == 0
    assert command("export", "--store", there).out.splitlines() == expected
    listed = command("decisions", "list", "--store", there, "--format", "json").out
    assert listed.count('"in_force": true') == 9


def test_the_command_decides_signed_only(
    store: GraphStore, tmp_path: Path, command: Command, reference: Reference
) -> None:
    key = duty(store, "质量技术监督局", "提升").key
    store.close()
    place = ("--store", tmp_path / "store")
    ran = command("decide", "correct", key, "--lead", "市农业局", *place)
    assert (ran.code, ran.out) == (1, "")
    assert "give your name by --who" in ran.err
    assert command("decide", "correct", f"/e/{key}", "--lead", "市农业局", "--who", "王芳", *place).code == 0
    assert "市农业局" in command("decisions", "list", *place).out
    ran = command("query", "responsibilities", "state=corrected", *place)
    assert "绵阳市农业局" in ran.out
    assert command("decide", "same", OFFICE, NOT_THERE, "--who", "王芳", "--store", tmp_path / "none").code == 1
    assert not (tmp_path / "none").exists()


def test_corrections_become_gold_that_eval_measures(
    store: GraphStore, tmp_path: Path, reference: Reference, command: Command
) -> None:
    wrong = duty(store, "质量技术监督局", "提升")
    decide(store, reference, said("correct", wrong.key, right=("市农业局",)))
    decide(store, reference, said("correct", duty(store, "质量促进局", "计量").key, no_duty=True))
    store.close()
    place, gold = ("--store", tmp_path / "store"), tmp_path / "gold"
    assert command("decisions", "gold", "-o", gold, *place).code == 0
    ran = command("eval", "--gold", gold, "--format", "json")
    assert ran.code == 0, ran.err
    [row] = [one for one in json.loads(ran.out) if one["document"] == "ALL" and one["list"] == "responsibilities"]
    assert (row["right"], row["invented"], row["missed"]) == (2, 2, 1), "two helpers; two wrong leads, a missed one"


def test_one_moment_in_several_forms() -> None:
    assert moment("2026-03-01") == moment("2026-03-01T08:00+08:00") == moment("2026-03-01T00:00:00Z")
    decision = Decision("same", ("a", "b"), "王芳", "2026-03-01", told={"name": "局", "n": 1})
    assert from_line(to_line(decision)) == decision
    with pytest.raises(StoreError):
        from_line(to_line(decision).replace("2026-03-01", "2026-03-41"))
