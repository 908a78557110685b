"""Build: the same graph whatever the order of reading, however often, and whichever file came first."""

import itertools
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.build import Built, ingest, rebuild, shown_readings
from graph.model import Mention, Reading, Span
from graph.parameters import DocumentFilter, SomeEdges, SomeNodes
from graph.project import project
from graph.queries import DOCUMENTS, edges_of_triple, nodes_of_label
from graph.reference import Reference
from graph.schema import load_schema
from graph.store import GraphStore, open_store
from tests.drafting import Draft

OUTLINE = "质量发展纲要(2011-2020年)"
Shown = tuple[list[Any], list[Any]]


@contextmanager
def store_at(path: Path) -> Iterator[GraphStore]:
    with closing(open_store(path)) as store:
        yield store


def shown(store: GraphStore) -> Shown:
    """All that the graph shows, as an export would."""
    schema = load_schema()
    nodes = [
        (label, row.id, row.properties)
        for label in schema.labels
        for row in store.run(nodes_of_label(label), SomeNodes())
    ]
    edges = [
        (*triple, row.source, row.target, row.properties)
        for triple in schema.triples
        for row in store.run(edges_of_triple(*triple), SomeEdges())
    ]
    return sorted(nodes, key=str), sorted(edges, key=str)


def documents(store: GraphStore) -> dict[str, Any]:
    return {row.document: row for row in store.run(DOCUMENTS, DocumentFilter())}


def province() -> Reading:
    title = "四川省人民政府关于推进质量强省工作的意见"
    text = f"{title}\n川府发〔2013〕8号\n贯彻落实《{OUTLINE}》。\n(一)推进标准化工作。产品质量合格率达到91%。(省质监局负责)"
    draft = Draft(text, title, "province.txt", doc_number="川府发〔2013〕8号", issue_date="2013-02-01")
    draft.governs("四川省")
    draft.cites("DERIVES_FROM", OUTLINE)
    task = draft.task("推进标准化工作", ("(一)推进标准化工作",), "负责)", number="(一)")
    draft.target("产品质量合格率91%", "达到91%", "产品质量合格率", value=91, unit="%", year=2015)
    draft.say(draft.named("Department", "省质监局"), "LEADS", task, "(省质监局负责)", mode="sole")
    return draft.reading()


def city(source: str = "city.txt", extra: str = "", date: str = "2014-05-05") -> Reading:
    """Cites the province's paper by its title alone."""
    title = "绵阳市质量强市工作方案"
    text = (
        f"{title}\n根据《四川省人民政府关于推进质量强省工作的意见》,制定本方案。\n"
        f"(一)推进标准化工作。产品质量合格率达到93%。(市质监局牵头,市财政局配合){extra}"
    )
    draft = Draft(text, title, source, issue_date=date)
    draft.governs("绵阳市")
    draft.cites("DERIVES_FROM", "四川省人民政府关于推进质量强省工作的意见")
    task = draft.task("推进标准化工作", ("(一)推进标准化工作",), "配合)", number="(一)")
    draft.target("产品质量合格率93%", "达到93%", "产品质量合格率", value=93, unit="%", year=2020)
    phrase = "(市质监局牵头,市财政局配合)"
    draft.say(draft.named("Department", "市质监局"), "LEADS", task, phrase, mode="lead")
    draft.say(draft.named("Department", "市财政局"), "COOPERATES", task, phrase, mode="cooperate")
    return draft.reading()


def county() -> Reading:
    """States number and title of the province's paper together; calls the outline by its number."""
    title = "江油市质量强市工作方案"
    cited = "四川省人民政府关于推进质量强省工作的意见"
    text = f"{title}\n根据《{cited}》(川府发〔2013〕8号)和《{OUTLINE}》(国发〔2012〕9号)。\n一、强化计量工作。"
    draft = Draft(text, title, "county.txt")
    draft.governs("江油市")
    draft.cites("DERIVES_FROM", cited, doc_number="川府发〔2013〕8号")
    draft.cites("DERIVES_FROM", OUTLINE, doc_number="国发〔2012〕9号")
    draft.task("强化计量工作", ("一、强化计量工作",), "工作", number="一、")
    return draft.reading()


READINGS = (province(), city(), county())


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Shown:
    with store_at(tmp_path_factory.mktemp("expected") / "store") as store:
        ingest(store, reference, READINGS)
        return shown(store)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_any_order_in_one_session_or_several_gives_the_same_graph(
    tmp_path: Path, reference: Reference, expected: Shown, order: tuple[int, ...]
) -> None:
    with store_at(tmp_path / "one") as store:
        ingest(store, reference, [READINGS[n] for n in order])
        assert shown(store) == expected
    for n in order:
        with store_at(tmp_path / "several") as store:
            ingest(store, reference, [READINGS[n]])
    with store_at(tmp_path / "several") as store:
        assert shown(store) == expected
        ingest(store, reference, [READINGS[order[0]]])
        assert shown(store) == expected, "reading again changes nothing"


def test_the_chain_leads_from_the_outline_down(expected: Shown) -> None:
    nodes = {node_id: (label, properties["name"]) for label, node_id, properties in expected[0]}
    links = {
        (nodes[source][1], properties["method"], source != target)
        for label, first, _, source, target, properties in expected[1]
        if label == "DERIVES_FROM" and first in ("Task", "Target")
    }
    assert links == {
        ("推进标准化工作", "heading", True),
        ("强化计量工作", "subject", True),
        ("产品质量合格率93%", "indicator", True),
    }
    derived = [edge for edge in expected[1] if edge[0] == "DERIVES_FROM" and edge[1] == "Task"]
    assert len(derived) == 3, "city to province, province to outline, county to outline"


def test_an_office_is_joined_with_the_one_that_took_over(expected: Shown) -> None:
    names = {node_id: properties["name"] for label, node_id, properties in expected[0] if label == "Department"}
    joined = {(names[edge[3]], names[edge[4]], edge[5]["year"]) for edge in expected[1] if edge[0] == "SUCCEEDED_BY"}
    assert ("绵阳市质量技术监督局", "绵阳市市场监督管理局", 2018) in joined
    assert all(edge[5]["source"].startswith("seeds/") for edge in expected[1] if edge[0] == "SUCCEEDED_BY")


def test_only_what_a_change_touches_is_written(
    tmp_path: Path, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store_at(tmp_path) as store:
        ingest(store, reference, READINGS)
        written: list[str] = []
        original = store.replace
        monkeypatch.setattr(store, "replace", lambda name, part: (written.append(name), original(name, part)))
        [built] = ingest(store, reference, [county()])
        assert written == [built.document_id]
        written.clear()
        ingest(store, reference, [province()])
        assert len(written) == 3, "those that derive from it are linked anew"
        written.clear()
        ingest(store, reference, [])
        assert written == []


def test_a_cited_document_becomes_the_same_node_when_its_text_arrives(tmp_path: Path, reference: Reference) -> None:
    title = "四川省人民政府关于推进质量强省工作的意见"
    with store_at(tmp_path) as store:
        ingest(store, reference, [county()])
        before = documents(store)[title]
        assert not before.ingested
        ingest(store, reference, [province()])
        after = documents(store)[title]
        assert (after.document_id, after.ingested) == (before.document_id, True)


def test_an_id_that_a_join_removed_is_kept(tmp_path: Path, reference: Reference) -> None:
    title = "四川省人民政府关于推进质量强省工作的意见"
    with store_at(tmp_path) as store:
        ingest(store, reference, [city()])
        by_title = documents(store)[title].document_id
        ingest(store, reference, [county()])
        joined = documents(store)[title]
        assert joined.document_id != by_title
        assert joined.former_ids == [by_title]


def test_the_outline_stands_there_until_its_text_is_read(tmp_path: Path, reference: Reference) -> None:
    draft = Draft(
        f"{OUTLINE}\n国发〔2012〕9号\n一、推进标准化工作", OUTLINE, "outline.txt", doc_number="国发〔2012〕9号"
    )
    draft.task("推进标准化工作", ("一、推进标准化工作",), "工作", number="一、")
    with store_at(tmp_path) as store:
        ingest(store, reference, [province()])
        seeded = documents(store)[OUTLINE]
        assert (seeded.ingested, seeded.tasks, seeded.targets) == (False, 38, 7)
        ingest(store, reference, [draft.reading()])
        read = documents(store)[OUTLINE]
        assert (read.document_id, read.ingested, read.tasks) == (seeded.document_id, True, 1)
        edges = [edge for edge in shown(store)[1] if edge[0] == "DERIVES_FROM" and edge[1] == "Task"]
        assert len(edges) == 1, "the province's task is linked to the text now"


def test_of_two_sources_of_one_document_the_later_then_the_longer_counts(tmp_path: Path, reference: Reference) -> None:
    old, longer, later = city(), city("copy.txt", "。附则"), city("new.txt", date="2015-01-01")
    for name, pair, winner in (("long", (old, longer), longer), ("late", (longer, later), later)):
        results = []
        for order in (pair, pair[::-1]):
            with store_at(tmp_path / name / order[0].source) as store:
                for reading in order:
                    ingest(store, reference, [reading])
                results.append(shown(store))
                assert shown_readings(store) == {winner.sha256}
                assert len(store.readings()) == 2, "both are kept"
        assert results[0] == results[1]


def test_the_same_source_name_replaces(tmp_path: Path, reference: Reference) -> None:
    longer, shorter = city(extra="。附则"), city()
    with store_at(tmp_path) as store:
        ingest(store, reference, [longer])
        [built] = ingest(store, reference, [shorter])
        assert built == Built(shorter.sha256, "city.txt", built.document_id, True, (longer.sha256,))
        assert shown_readings(store) == {shorter.sha256}
        counted = shown_readings(store)
        expected = shown(store)
        ingest(store, reference, [province()])
        assert shorter.sha256 in shown_readings(store), "it stays replaced"
    with store_at(tmp_path / "again") as store:
        for reading in (longer, shorter):
            store.put_reading(reading)
        rebuild(store, reference, counted)
        assert shown(store) == expected


def test_files_of_one_name_that_hold_different_documents_both_stay(tmp_path: Path, reference: Reference) -> None:
    """a/plan.txt and b/plan.txt, read one after the other."""
    pair = (replace(province(), source="plan.txt"), replace(county(), source="plan.txt"))
    results = []
    for order in (pair, pair[::-1]):
        with store_at(tmp_path / order[0].sha256) as store:
            for reading in order:
                [built] = ingest(store, reference, [reading])
                assert (built.current, built.replaced) == (True, ())
            results.append(shown(store))
            assert len(shown_readings(store)) == 2
    assert results[0] == results[1]


def test_equal_files_are_one_reading_by_the_smallest_name(tmp_path: Path, reference: Reference) -> None:
    results = []
    for names in (("a.txt", "b.txt"), ("b.txt", "a.txt")):
        with store_at(tmp_path / names[0]) as store:
            for name in names:
                ingest(store, reference, [city(name)])
            results.append(shown(store))
            assert [head.source for head in store.readings()] == ["a.txt"]
    assert results[0] == results[1]


def odd(title: str = "成都市质量方案") -> Reading:
    """A Reading whose figure no schema allows."""
    draft = Draft(f"{title}\n合格率达到90%", title, "odd.txt")
    draft.governs("成都市")
    draft.target("合格率90%", "达到90%", "合格率", year="soon")
    return draft.reading()


def test_an_odd_reading_is_refused_and_the_others_go_on(tmp_path: Path, reference: Reference, expected: Shown) -> None:
    with store_at(tmp_path) as store:
        *_, refused = ingest(store, reference, [odd(), *READINGS])
        assert (refused.source, refused.document_id) == ("odd.txt", "")
        assert "year" in refused.problem
        assert shown(store) == expected
        assert len(store.readings()) == 3, "it is not kept"


def test_an_odd_reading_in_the_store_blocks_nothing(tmp_path: Path, reference: Reference, expected: Shown) -> None:
    with store_at(tmp_path) as store:
        store.put_reading(odd())
        built = ingest(store, reference, READINGS)
        assert [one.source for one in built if one.problem] == ["odd.txt"]
        assert shown(store) == expected
    with closing(open_store(tmp_path, fresh=True)) as store:
        assert [one.source for one in rebuild(store, reference) if one.problem] == ["odd.txt"]
        assert shown(store) == expected


def test_an_odd_document_upstream_is_left_unlinked(
    tmp_path: Path, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store_at(tmp_path) as store:
        for reading in READINGS:
            store.put_reading(reading)

        def failing(reading: Reading, *arguments: Any, **named: Any) -> Any:
            if reading.source == "province.txt":
                raise KeyError("odd")
            return project(reading, *arguments, **named)

        monkeypatch.setattr("graph.build.project", failing)
        built = rebuild(store, reference)
        assert [one.source for one in built if one.problem] == ["province.txt"]
        assert len(shown_readings(store)) == 2


def test_statements_without_name_or_words_are_left_out_and_counted(tmp_path: Path, reference: Reference) -> None:
    draft = Draft("成都市质量方案\n根据《国务院》要求,\n(一)\n做好抽检。", "成都市质量方案", "odd.txt")
    draft.governs("成都市")
    draft.cites("DERIVES_FROM", "国务院")
    draft.task("", ("(一)",), "抽检", first="(一)")
    draft.say(draft.document, "MENTIONS", Mention("Department", "市财政局", Span(3, 3, "")))
    with store_at(tmp_path) as store:
        [built] = ingest(store, reference, [draft.reading()])
        assert (built.problem, built.current) == ("", True)
        assert built.left_out == {"a title without words": 1, "without a name": 1, "without evidence": 1}


def test_a_rebuild_that_breaks_off_leaves_the_old_graph(
    tmp_path: Path, reference: Reference, expected: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with store_at(tmp_path) as store:
        ingest(store, reference, READINGS)
    monkeypatch.setattr("graph.build.link", broken)
    with pytest.raises(KeyboardInterrupt), closing(open_store(tmp_path, fresh=True)) as store:
        rebuild(store, reference)
    monkeypatch.undo()
    with closing(open_store(tmp_path, read_only=True)) as store:
        assert shown(store) == expected
    assert not list(tmp_path.glob("graph.new*"))
    with closing(open_store(tmp_path, fresh=True)) as store:
        rebuild(store, reference)
    with store_at(tmp_path) as store:
        assert shown(store) == expected


def test_two_files_of_one_name_in_one_session_are_both_read(tmp_path: Path, reference: Reference) -> None:
    readings = [replace(reading, source="通知.txt") for reading in READINGS]
    with store_at(tmp_path) as store:
        ingest(store, reference, readings)
        assert len(shown_readings(store)) == 3
        ingest(store, reference, [])
        assert len(shown_readings(store)) == 3


def test_documents_that_derive_from_each_other_are_both_linked(tmp_path: Path, reference: Reference) -> None:
    readings = []
    for title, other in (("成都市质量方案", "德阳市质量方案"), ("德阳市质量方案", "成都市质量方案")):
        draft = Draft(f"{title}根据《{other}》一、抓标准建设", title, f"{title}.txt")
        draft.governs(title[:3])
        draft.cites("DERIVES_FROM", other)
        draft.task("抓标准建设", ("一、抓标准建设",), "建设", number="一、")
        readings.append(draft.reading())
    with store_at(tmp_path) as store:
        ingest(store, reference, readings)
        assert len([edge for edge in shown(store)[1] if edge[0] == "DERIVES_FROM" and edge[1] == "Task"]) == 2


def test_rebuild_gives_the_same_graph(tmp_path: Path, reference: Reference, expected: Shown) -> None:
    with store_at(tmp_path) as store:
        ingest(store, reference, READINGS)
    with closing(open_store(tmp_path, fresh=True)) as store:
        assert len(rebuild(store, reference)) == 3
        assert shown(store) == expected
        rebuild(store, reference)
        assert shown(store) == expected


def test_a_session_that_broke_off_is_made_good_by_the_next(
    tmp_path: Path, reference: Reference, expected: Shown
) -> None:
    with store_at(tmp_path) as store:
        ingest(store, reference, READINGS[:1])
        store.put_reading(READINGS[1])
        ingest(store, reference, READINGS[2:])
        assert shown(store) == expected
