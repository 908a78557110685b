"""The named queries: each file has one Query whose types fit it, and gives the known answer on a small graph."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from graph import parameters as p
from graph import queries as q
from graph.errors import NotFound, ParameterError, StoreError
from graph.neighbourhood import neighbourhood
from graph.query import Query
from graph.rows import Evidence
from graph.schema import load_schema
from graph.store import GraphStore, open_store
from tests import handmade as h

CYPHER = Path(__file__).resolve().parent.parent / "cypher"
FILES = sorted(path.stem for path in (CYPHER / "read").glob("*.cypher"))
MARKET, FORMER = "dept:152900:市场监管", "dept:152900:质监"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    url = str(tmp_path_factory.mktemp("queries") / "store")
    with closing(open_store(url)) as writer:
        for document in (h.outline(), h.linked_league(), h.city()):
            writer.replace(document.id, document.part)
    with closing(open_store(url, read_only=True)) as reader:
        yield reader


def uncommented(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("//"))


def top_level(text: str) -> str:
    """The query without what stands in brackets, so that no inner RETURN or comma is taken for its own."""
    while True:
        text, count = re.subn(r"\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]", "", text)
        if not count:
            return text


def columns(text: str) -> set[str]:
    returned = re.search(r"\bRETURN\b(?:\s+DISTINCT)?(.*?)(?:\bORDER BY\b|\Z)", top_level(uncommented(text)), re.DOTALL)
    assert returned
    return {item.split()[-1] for item in returned[1].split(",")}


def names(kind: type) -> set[str]:
    return {field.name for field in fields(kind) if field.init}


def test_each_file_has_one_query() -> None:
    assert sorted(q.QUERIES) == FILES
    declared = [value for value in vars(q).values() if isinstance(value, Query)]
    assert len(declared) == len(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_query_fits_its_file(name: str) -> None:
    query = q.QUERIES[name]
    text = uncommented(query.text)
    assert set(re.findall(r"\$(\w+)", text)) == names(query.params)
    assert columns(query.text) == names(query.row)
    assert query.purpose.endswith(".")


@pytest.mark.parametrize("path", sorted(CYPHER.rglob("*.cypher")), ids=lambda path: path.stem)
def test_only_cypher_that_every_engine_takes(path: Path) -> None:
    """The traps of the two engines, see the notes on what differs between them."""
    text = uncommented(path.read_text("utf-8"))
    assert path.read_text("utf-8").startswith("// ")
    assert "/*" not in text
    assert not re.search(r"\bproperties\(|\bkeys\(|\{\s*\.\*|\bapoc\.|\belementId\(|[^.\w]id\(", text)
    assert not re.search(r"\.(?:title|type|label|node_type|end)\b", text)
    assert not re.search(r"\*(?!\d+\.\.\d+\b)(?=[\d.\]])", text), "a path without bounds"
    assert not re.search(r"\{\w+: (?:r|link|near|m)\.", text), "the property of a relationship finds no node on kglite"
    if path.parent.name == "read" and "ORDER BY" in text:
        assert text.rfind("ORDER BY") > text.rfind("RETURN")


def test_lists_in_the_files_are_those_of_the_schema() -> None:
    schema = load_schema()
    any_label = "|".join(schema.labels)
    for name in ("node", "search", "neighbours"):
        assert f":{any_label}" in q.QUERIES[name].text
    assert re.findall(r"\[r:(\w+)\]", q.EVIDENCE.text) == list(schema.relationships)
    told = {name for label in schema.labels.values() for name in label.properties}
    assert set(re.findall(r"[{\s]\.`?(\w+)", q.NODE.text)) == told
    write = {path.stem: path.read_text("utf-8") for path in (CYPHER / "write").glob("*.cypher")}
    assert f"(n:{any_label})" in write["former_nodes"]
    shared = "|".join(label for label in schema.labels if label in schema.shared)
    for name in ("states", "put_bases", "put_settled", "shared_nodes"):
        assert f"(n:{shared} {{id" in write[name]
    own = {name for name, source, target in schema.triples if source == "Document" and target not in schema.shared}
    assert set(re.findall(r"<-\[:([A-Z_|]+)\]-\(:Document\)", write["drop_stray_nodes"])[0].split("|")) == own
    between = {
        name for name, *ends in schema.triples if all(end in schema.shared and end != "Document" for end in ends)
    }
    for name in ("former_nodes", "drop_shared_edges", "drop_stale_facts"):
        assert set(re.findall(r"\[r:([A-Z_|]+)\]", write[name])[0].split("|")) == between
    reference = {name for name, label in schema.labels.items() if label.reference}
    into = {name for name, _, target in schema.triples if target in reference}
    assert set(re.findall(r"<-\[:([A-Z_|]+)\]", write["unreferenced"])[0].split("|")) == into
    onwards = {name for name, source, target in schema.triples if source in schema.shared and target in reference}
    onwards = {name for name in onwards if (name, "Document") not in {(n, s) for n, s, _ in schema.triples}}
    assert set(re.findall(r"\[:([A-Z_|]+)\]", write["reference_beyond"])[0].split("|")) == onwards


ASKED: dict[str, Any] = {
    "department_id": MARKET,
    "document_id": h.LEAGUE,
    "task_id": "task:1a1",
    "region_id": "region:152900",
    "indicator_id": "indicator:01",
    "id": "task:1a1",
    "ids": ("task:1a1",),
    "first": "质量",
    "key": "none",
}


@pytest.mark.parametrize("name", [name for name in FILES if name not in q.TEMPLATES])
def test_each_query_runs_and_gives_its_rows_in_one_order(store: GraphStore, name: str) -> None:
    query = q.query_named(name)
    needed = {
        field.name: ASKED[field.name] for field in query.parameters if field.name in ASKED and field.name != "key"
    }
    params = query.params(**needed, **({"key": "none"} if query.params is p.Key else {}))
    rows = store.run(query, params)
    assert rows or name in (
        "evidence",
        "tasks_without_lead",
        "tasks_deriving_from",
        "lineage_down",
        "targets_of_task",
    ), "no rows to look at"
    assert rows == store.run(query, params)
    assert all(isinstance(row, query.row) for row in rows)


@pytest.mark.parametrize("name", [name for name in FILES if name not in q.TEMPLATES])
def test_a_fact_shows_its_words(store: GraphStore, name: str) -> None:
    query = q.query_named(name)
    if not issubclass(query.row, Evidence):
        return
    needed = {field.name: ASKED[field.name] for field in query.parameters if field.name in ASKED}
    for row in store.run(query, query.params(**needed)):
        assert row.key
        assert row.quote
        if row.source is None:
            text = {h.OUTLINE: h.outline(), h.LEAGUE: h.league(), h.CITY: h.city()}[row.document_id].text
            assert text[row.start_char : row.end_char] == row.quote


def test_departments_of_a_region(store: GraphStore) -> None:
    rows = store.run(q.DEPARTMENTS, p.DepartmentFilter(region_id="region:152900"))
    found = {row.department: (row.leads, row.cooperates, row.documents) for row in rows}
    assert found == {
        "阿拉善盟市场监督管理局": (1, 0, 2),
        "阿拉善盟水务局": (0, 1, 1),
        "阿拉善盟质量技术监督局": (1, 0, 1),
    }
    assert {row.region for row in rows} == {"阿拉善盟"}
    [region] = store.run(q.REGIONS, p.RegionFilter(parent_id="region:150000"))
    assert (region.region, region.departments, region.documents, region.parent) == ("阿拉善盟", 3, 1, "内蒙古自治区")
    assert [row.region for row in store.run(q.REGIONS, p.RegionFilter(level="country"))] == ["中国"]
    assert len(store.run(q.DEPARTMENTS, p.DepartmentFilter(kind="government"))) == 1
    leaders = store.run(q.LEADING_DEPARTMENTS, p.PerRegion(limit=4))
    assert [row.leads for row in leaders] == [1, 1, 1, 0]
    assert len(store.run(q.LEADING_DEPARTMENTS, p.PerRegion(region_id="region:510781"))) == 1


def test_what_a_department_answers_for(store: GraphStore) -> None:
    [row] = store.run(q.RESPONSIBILITIES_OF_DEPARTMENT, p.DepartmentResponsibilities(MARKET))
    assert (row.role, row.mode, row.open_list, row.task, row.item) == (
        "LEADS",
        "lead",
        None,
        "推行首席质量官制度",
        "落实企业质量主体责任",
    )
    assert (row.quote, row.document, row.extractor) == (
        "(盟市场监管局牵头,盟水务局等配合)",
        "阿拉善盟质量发展规划",
        "handmade/1",
    )
    [water] = store.run(
        q.RESPONSIBILITIES_OF_DEPARTMENT, p.DepartmentResponsibilities("dept:152900:水务", role="COOPERATES")
    )
    assert water.open_list is True
    [former] = store.run(q.RESPONSIBILITIES_OF_DEPARTMENT, p.DepartmentResponsibilities(FORMER))
    assert (former.task_label, former.mode) == ("Target", "sole")


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"role": "LEADS"}, 1),
        ({"role": "COOPERATES"}, 0),
        ({"document_id": h.CITY}, 1),
        ({"document_id": h.LEAGUE}, 0),
        ({"region_id": "region:510781"}, 1),
        ({"region_id": "region:152900"}, 0),
        ({"as_of": "2014-06-30"}, 0),
        ({"as_of": "2014-07-01"}, 1),
        ({"as_of": "2015-12-31"}, 1),
        ({"as_of": "2016-01-01"}, 0),
        ({"skip": 1}, 0),
        ({"limit": 0}, 0),
    ],
)
def test_responsibilities_are_filtered(store: GraphStore, filters: dict[str, Any], count: int) -> None:
    params = p.DepartmentResponsibilities("dept:510781:市场监管", **filters)
    assert len(store.run(q.RESPONSIBILITIES_OF_DEPARTMENT, params)) == count


@pytest.mark.parametrize(("as_of", "count"), [("2013-04-30", 0), ("2015-12-31", 1), ("2016-01-01", 0)])
def test_a_period_that_ends_with_a_year_holds_for_all_of_it(store: GraphStore, as_of: str, count: int) -> None:
    """period_end is 2015, a number, in the league's plan; an ISO date in the city's."""
    params = p.DepartmentResponsibilities(MARKET, as_of=as_of)
    assert len(store.run(q.RESPONSIBILITIES_OF_DEPARTMENT, params)) == count


def test_the_matrix(store: GraphStore) -> None:
    rows = store.run(q.RESPONSIBILITIES, p.ResponsibilityFilter())
    assert [(row.document, row.department, row.role) for row in rows] == [
        ("阿拉善盟质量发展规划", "阿拉善盟市场监督管理局", "LEADS"),
        ("阿拉善盟质量发展规划", "阿拉善盟水务局", "COOPERATES"),
        ("阿拉善盟质量发展规划", "阿拉善盟质量技术监督局", "LEADS"),
        ("江油市质量强市实施方案", "江油市市场监督管理局", "LEADS"),
    ]
    assert len(store.run(q.RESPONSIBILITIES, p.ResponsibilityFilter(document_id=h.LEAGUE))) == 3
    assert len(store.run(q.RESPONSIBILITIES, p.ResponsibilityFilter(region_id="region:510781"))) == 1


def test_who_answers_for_a_task(store: GraphStore) -> None:
    """The item has nobody of its own: those of its measure answer."""
    rows = store.run(q.RESPONSIBLE_FOR_TASK, p.TaskId("task:1a1"))
    assert {(row.department_id, row.role, row.task_id) for row in rows} == {
        (MARKET, "LEADS", "task:1a1:1"),
        ("dept:152900:水务", "COOPERATES", "task:1a1:1"),
    }
    assert [row.department_id for row in store.run(q.RESPONSIBLE_FOR_TASK, p.TaskId("target:1a1"))] == [FORMER]


def test_the_chain_leads_up_to_the_outline(store: GraphStore) -> None:
    for asked in ("task:1a1", "task:1a1:1"):
        rows = store.run(q.CHAIN_OF_TASK, p.TaskId(asked))
        steps = [(row.depth, row.task_id, row.document_id, row.from_id, row.score, row.link_quote) for row in rows]
        expected = [(0, "task:1a1", h.LEAGUE, None, None, None)]
        expected += [(0, asked, h.LEAGUE, None, None, None)] if asked != "task:1a1" else []
        expected += [(1, "task:0a1", h.OUTLINE, "task:1a1", 0.8, "落实企业质量主体责任")]
        assert sorted(steps, key=str) == sorted(expected, key=str)
        assert rows[-1].quote == "严格企业质量主体责任"
    [down] = store.run(q.TASKS_DERIVING_FROM, p.OfTask("task:0a1"))
    assert (down.task_id, down.depth, down.to_id) == ("task:1a1", 1, "task:0a1")


def test_lineage_of_documents(store: GraphStore) -> None:
    [up] = store.run(q.LINEAGE_UP, p.Lineage(h.CITY))
    assert (up.id, up.depth, up.from_id, up.document_id, up.quote) == (
        h.OUTLINE,
        1,
        h.CITY,
        h.CITY,
        "贯彻落实国务院《质量发展纲要》",
    )
    assert [row.id for row in store.run(q.LINEAGE_DOWN, p.Lineage(h.OUTLINE, 1))] == [h.LEAGUE, h.CITY]
    assert store.run(q.LINEAGE_UP, p.Lineage(h.OUTLINE)) == []
    for depth in (0, 9, True):
        with pytest.raises(ParameterError, match="depth is a number from 1 to 8"):
            p.Lineage(h.CITY, depth)


def test_documents(store: GraphStore) -> None:
    rows = {row.document_id: row for row in store.run(q.DOCUMENTS, p.DocumentFilter())}
    assert set(rows) == {h.OUTLINE, h.LEAGUE, h.CITY}
    league = rows[h.LEAGUE]
    assert (league.tasks, league.targets, league.projects, league.region) == (2, 1, 1, "阿拉善盟")
    assert (league.region_level, league.former_ids, league.doc_number) == ("prefecture", ["doc:0b"], None)
    assert [row.document_id for row in store.run(q.DOCUMENTS, p.DocumentFilter(region_id="region:510781"))] == [h.CITY]
    assert store.run(q.DOCUMENTS, p.DocumentFilter(ingested=False)) == []
    assert [row.document_id for row in store.run(q.DOCUMENT, p.DocumentId("doc:0b"))] == [h.LEAGUE]
    assert store.run(q.DOCUMENT, p.DocumentId("doc:none")) == []
    keys = store.run(q.DOCUMENT_KEYS, p.Nothing())
    assert {(row.mentioned_by, tuple(row.forms or ())) for row in keys if row.document_id == h.OUTLINE} == {
        (h.LEAGUE, ("国发〔2012〕9号",)),
        (h.CITY, ("《质量发展纲要》",)),
    }
    [cited] = store.run(q.CITATIONS_OF_DOCUMENT, p.DocumentId(h.LEAGUE))
    assert (cited.relation, cited.id, cited.ingested) == ("DERIVES_FROM", h.OUTLINE, True)


def test_targets(store: GraphStore) -> None:
    rows = store.run(q.TARGETS_OF_INDICATOR, p.OfIndicator("indicator:01"))
    assert [(row.region, row.value, row.comparator, row.year) for row in rows] == [
        ("中国", 90, ">=", 2015),
        ("阿拉善盟", 96.5, ">=", 2015),
        ("江油市", 88, "=", 2015),
    ]
    [league] = store.run(q.TARGETS, p.TargetFilter(document_id=h.LEAGUE))
    assert (league.indicator, league.value) == ("产品质量监督抽查合格率", 96.5)
    assert store.run(q.TARGETS, p.TargetFilter(document_id=h.LEAGUE, status="observation")) == []
    assert len(store.run(q.TARGETS, p.TargetFilter(year=2015, status="target"))) == 3
    assert store.run(q.TARGETS, p.TargetFilter(year=2016)) == []
    [indicator] = store.run(q.INDICATORS, p.Page())
    assert (indicator.targets, indicator.documents) == (3, 3)


def test_targets_beside_the_national_ones(store: GraphStore) -> None:
    rows = store.run(q.TARGET_PAIRS, p.OneDocument())
    found = {
        (row.document_id, row.via, row.value, row.national_value, row.national_document_id, row.score) for row in rows
    }
    assert found == {
        (h.LEAGUE, "derives_from", 96.5, 90, h.OUTLINE, 1.0),
        (h.LEAGUE, "same_indicator", 96.5, 90, h.OUTLINE, None),
        (h.CITY, "same_indicator", 88, 90, h.OUTLINE, None),
    }
    [row] = store.run(q.TARGET_PAIRS, p.OneDocument(h.CITY))
    assert (row.comparator, row.national_comparator, row.national_year) == ("=", ">=", 2015)
    assert row.national_quote == "产品质量国家监督抽查合格率稳定在90%以上"


@pytest.mark.parametrize(
    ("chosen", "documents"),
    [
        ({}, {h.OUTLINE, h.LEAGUE, h.CITY}),
        ({"document_id": h.CITY}, {h.CITY}),
        ({"region_id": "region:152900"}, {h.LEAGUE}),
        ({"level": "country"}, {h.OUTLINE}),
        ({"year": 2013}, {h.LEAGUE}),
        ({"year": 2013, "level": "country"}, set()),
    ],
)
def test_lists_are_narrowed_by_document_region_level_and_year(
    store: GraphStore, chosen: dict[str, Any], documents: set[str]
) -> None:
    assert {row.document_id for row in store.run(q.TASKS, p.TaskFilter(**chosen))} == documents
    duties = store.run(q.RESPONSIBILITIES, p.ResponsibilityFilter(**chosen))
    assert {row.document_id for row in duties} == documents - {h.OUTLINE}
    for query in (q.PROJECTS, q.AWARDS):
        assert {row.document_id for row in store.run(query, p.InDocuments(**chosen))} <= documents
    of_figures = {**chosen, "year": 2015} if "year" in chosen else chosen
    without_year = {name: value for name, value in chosen.items() if name != "year"}
    figures = {row.document_id for row in store.run(q.TARGETS, p.TargetFilter(**of_figures))}
    assert figures == {row.document_id for row in store.run(q.TARGETS, p.TargetFilter(**without_year))}
    if "document_id" not in chosen:
        told = store.run(q.DOCUMENTS, p.DocumentFilter(**chosen, ingested=True))
        assert {row.document_id for row in told} == documents


def test_responsibilities_and_departments_are_narrowed(store: GraphStore) -> None:
    duties = store.run(q.RESPONSIBILITIES, p.ResponsibilityFilter())
    for role in ("LEADS", "COOPERATES"):
        narrowed = store.run(q.RESPONSIBILITIES, p.ResponsibilityFilter(role=role))
        assert narrowed == [row for row in duties if row.role == role] != []
    of_region = store.run(q.DEPARTMENTS, p.DepartmentFilter(region_id="region:152900"))
    assert {row.region for row in of_region} == {"阿拉善盟"}
    assert len(of_region) == 3
    counties = store.run(q.DEPARTMENTS, p.DepartmentFilter(level="county"))
    assert {row.level for row in counties} == {"county"}
    assert len(store.run(q.DOCUMENTS, p.DocumentFilter(kind="plan", ingested=True))) == 2


@pytest.mark.parametrize("number", ["国发〔2012〕9号", "国发[2012]9号", "国发(2012)9号", "国发(2012)9"])
def test_a_document_number_is_found_as_people_type_it(store: GraphStore, number: str) -> None:
    [found] = store.run(q.SEARCH, p.Words.of(number))
    assert found.id == h.OUTLINE


def test_what_is_found_says_its_region(store: GraphStore) -> None:
    found = store.run(q.SEARCH, p.Words.of("质量", limit=100))
    assert {row.region for row in found if row.label == "Department"} == {"阿拉善盟"}
    assert {row.region for row in found if row.label == "Document"} >= {"中国", "江油市"}
    assert {row.region for row in found if row.label == "Task"} == {None}


def test_one_of_each(store: GraphStore) -> None:
    [department] = store.run(q.DEPARTMENT, p.DepartmentId(MARKET))
    assert (department.department, department.region, department.leads) == ("阿拉善盟市场监督管理局", "阿拉善盟", 1)
    [task] = store.run(q.TASK, p.TaskId("task:1a1"))
    assert (task.task, task.document_id) == ("落实企业质量主体责任", h.LEAGUE)
    [measure] = store.run(q.MEASURES_OF_TASK, p.TaskId("task:1a1"))
    assert (measure.task, measure.item_id) == ("推行首席质量官制度", "task:1a1")
    [indicator] = store.run(q.INDICATOR, p.IndicatorId("indicator:01"))
    assert indicator.targets > 1
    edges = store.run(q.EDGES_OF_DOCUMENT, p.DocumentId(h.LEAGUE))
    assert {"HAS_TASK", "SETS", "LEADS", "COOPERATES", "GOVERNS"} <= {row.relation for row in edges}
    assert {row.document_id for row in edges} == {h.LEAGUE}
    cited = store.run(q.CITED_DOCUMENTS, p.Page())
    assert {(row.document_id, row.held, row.cited_by) for row in cited if row.held} == {(h.OUTLINE, True, 2)}


def test_tasks_projects_awards(store: GraphStore) -> None:
    rows = store.run(q.TASKS, p.TaskFilter(document_id=h.LEAGUE))
    assert [(row.task, row.kind, row.number, row.position, row.item_id) for row in rows] == [
        ("落实企业质量主体责任", "item", "(一)", 1, None),
        ("推行首席质量官制度", "measure", None, None, "task:1a1"),
    ]
    assert len(store.run(q.TASKS, p.TaskFilter(kind="item"))) == 5
    without = store.run(q.TASKS_WITHOUT_LEAD, p.PerDocument())
    assert {row.task for row in without} == {"加快质量法治建设", "严格企业质量主体责任", "加强质量宣传"}
    assert [row.task for row in store.run(q.TASKS_WITHOUT_LEAD, p.PerDocument(document_id=h.CITY))] == ["加强质量宣传"]
    [project] = store.run(q.PROJECTS, p.InDocuments(document_id=h.LEAGUE))
    assert (project.project, project.quote) == ("检验检测中心", "建设检验检测中心")
    assert store.run(q.PROJECTS, p.InDocuments()) == [project]
    [award] = store.run(q.AWARDS, p.InDocuments(document_id=h.LEAGUE))
    assert (award.award, award.level, award.region_id) == ("盟长质量奖", "prefecture", "region:152900")
    assert store.run(q.AWARDS, p.InDocuments()) == [award]
    [row] = store.run(q.SUCCESSION_OF_DEPARTMENT, p.DepartmentId(MARKET))
    assert (row.former_id, row.successor_id, row.year, row.source) == (FORMER, MARKET, 2018, "seeds/handmade.csv")


def test_candidates_for_links(store: GraphStore) -> None:
    rows = store.run(q.TASK_CANDIDATES, p.DocumentId(h.LEAGUE))
    assert [(row.label, row.name, row.indicator_id, row.value) for row in rows] == [
        ("Target", "产品质量监督抽查合格率达到96.5%", "indicator:01", 96.5),
        ("Task", "落实企业质量主体责任", None, None),
        ("Task", "推行首席质量官制度", None, None),
    ]
    assert all(h.league().text[row.start_char : row.end_char] == row.quote for row in rows)


@pytest.mark.parametrize(
    ("words", "labels", "found"),
    [
        ("盟市场监管局", None, [MARKET]),  # an alias
        ("市场监督 阿拉善盟", ("Department",), [MARKET]),  # all words, in any order
        ("国发〔2012〕9号", None, [h.OUTLINE]),
        ("主体责任", None, ["task:0a1", "task:1a1", "task:2a1"]),
        ("没有这个词", None, []),
        ("质量", ("Award",), ["award:152900:盟长质量奖"]),
        ("dept:", None, []),
    ],
)
def test_search(store: GraphStore, words: str, labels: tuple[str, ...] | None, found: list[str]) -> None:
    assert sorted(row.id for row in store.run(q.SEARCH, p.Words.of(words, labels))) == sorted(found)


def test_the_best_match_comes_first(store: GraphStore) -> None:
    rows = store.run(q.SEARCH, p.Words.of("质量发展纲要"))
    assert (rows[0].id, rows[0].rank) == (h.OUTLINE, 1)
    assert store.run(q.SEARCH, p.Words.of("国务院"))[0].label == "Department"
    with pytest.raises(ParameterError, match="no word"):
        p.Words.of("  ")


@pytest.mark.parametrize("words", ["'", "\\", '"', "`", "{", "' OR 1=1 //", "%", ".*", "$first", "\u0000"])
def test_search_takes_anything_for_text(store: GraphStore, words: str) -> None:
    for row in store.run(q.SEARCH, p.Words.of(words)):
        assert words.split()[0].casefold() in row.name


def test_one_node_of_any_label(store: GraphStore) -> None:
    for name in ("region:152900", MARKET, h.CITY, "task:2a1", "indicator:01", "target:2a1", "project:1a1"):
        [row] = store.run(q.NODE, p.NodeId(name))
        assert row.label == h.LABELS[name.partition(":")[0]]
        assert row.name
    [task] = store.run(q.NODE, p.NodeId("task:1a1"))
    told = {name: value for name, value in task.properties.items() if value is not None}
    expected = {name: value for name, value in h.league().nodes["task:1a1"].properties.items() if name != "name"}
    assert told == {name: list(value) if isinstance(value, tuple) else value for name, value in expected.items()}
    assert store.run(q.NODE, p.NodeId("task:none")) == []


def test_every_relationship_opens_by_its_key(store: GraphStore) -> None:
    parts = [document.part for document in (h.outline(), h.linked_league(), h.city())]
    edges = {edge.key: edge for part in parts for edge in part.edges}
    for key, edge in edges.items():
        [row] = store.run(q.EVIDENCE, p.Key(key))
        assert (row.relation, row.source_label, row.source_id, row.target_label, row.target_id) == (
            edge.label,
            edge.source_label,
            edge.source,
            edge.target_label,
            edge.target,
        )
        assert row.quote == edge.properties["quote"]
        assert row.document_id == edge.properties.get("document_id")


def test_neighbourhood(store: GraphStore) -> None:
    near = neighbourhood(store, "task:1a1:1")
    assert {(row.relation, row.source_id) for row in near} == {
        ("HAS_TASK", h.LEAGUE),
        ("PART_OF", "task:1a1:1"),
        ("LEADS", MARKET),
        ("COOPERATES", "dept:152900:水务"),
    }
    assert {row.document for row in near} == {"阿拉善盟质量发展规划"}
    assert {row.key for row in near} < {row.key for row in neighbourhood(store, "task:1a1:1", depth=2)}
    duties = neighbourhood(store, "task:1a1:1", depth=3, relations=("LEADS", "COOPERATES"))
    assert {row.relation for row in duties} == {"LEADS", "COOPERATES"}
    assert len(neighbourhood(store, h.LEAGUE, depth=2, limit=5)) == 5
    with pytest.raises(NotFound):
        neighbourhood(store, "task:none")
    with pytest.raises(ParameterError):
        neighbourhood(store, "task:1a1", depth=9)


def test_summary(store: GraphStore) -> None:
    counts = {(row.kind, row.name): row.count for row in store.run(q.SUMMARY, p.Nothing())}
    assert counts["node", "Document"] == 3
    assert counts["node", "Region"] == 6
    assert counts["relationship", "DERIVES_FROM"] == 4
    edges = {edge.key for d in (h.outline(), h.linked_league(), h.city()) for edge in d.part.edges}
    assert sum(count for (kind, _), count in counts.items() if kind == "relationship") == len(edges)


def test_words_become_parameters() -> None:
    query = q.RESPONSIBILITIES_OF_DEPARTMENT
    bound = query.bound({"department_id": MARKET, "limit": "5", "role": "LEADS"})
    assert bound == p.DepartmentResponsibilities(MARKET, role="LEADS", limit=5)
    assert q.DOCUMENTS.bound({"ingested": "false"}) == p.DocumentFilter(ingested=False)
    assert q.NEIGHBOURS.bound({"ids": "a,b"}) == p.Neighbours(("a", "b"))
    with pytest.raises(ParameterError, match="needs department_id; it takes as_of, department_id"):
        query.bound({})
    with pytest.raises(ParameterError, match="does not know depth"):
        query.bound({"department_id": MARKET, "depth": 1})
    with pytest.raises(ParameterError, match="limit is a number, not 'many'"):
        query.bound({"department_id": MARKET, "limit": "many"})
    with pytest.raises(ParameterError, match="ingested is true or false"):
        q.DOCUMENTS.bound({"ingested": "perhaps"})
    with pytest.raises(ParameterError, match="limit is a number from 0 up"):
        query.bound({"department_id": MARKET, "limit": "-1"})
    with pytest.raises(ParameterError, match="there is no query nodes_of_label"):
        q.query_named("nodes_of_label")


def test_a_number_too_large_for_the_engine_is_refused(store: GraphStore) -> None:
    with pytest.raises(StoreError, match="tasks failed"):
        store.run(q.TASKS, p.TaskFilter(limit=2**70))
