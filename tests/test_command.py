"""The command on the source documents: what it prints, where it prints it, and that the answers agree."""

import csv
import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import zhitu
from graph.errors import ParameterError, ZhituError
from graph.exports.table import cell_text, write_rows
from graph.seedfiles import seed_rows
from tests.conftest import DOCUMENTS, Command, run_command

NAMES = sorted(path.name for path in DOCUMENTS.glob("*.txt"))


def rows(filled_store: str, *arguments: str) -> list[dict[str, Any]]:
    ran = run_command(*arguments, "--format", "json", "--store", filled_store)
    assert ran.code == 0, ran.err
    told: list[dict[str, Any]] = json.loads(ran.out)
    return told


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_help_is_in_both_languages(command: Command) -> None:
    ran = command("--help")
    assert ran.code == 0
    for name in ("ingest", "query", "chain", "compare", "export", "store", "eval", "extract", "overview"):
        assert name in ran.out
        assert "·" in command(name, "--help").out
    assert "知识图谱" in ran.out
    assert "knowledge graph" in ran.out


def test_ingest_reports_each_file(tmp_path: Path, command: Command) -> None:
    ran = command("ingest", DOCUMENTS, "--store", tmp_path / "store", "--format", "json")
    accounts = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert [account["file"] for account in accounts] == NAMES
    assert all(account["title"] and account["tasks"] for account in accounts)


def test_ingesting_again_or_in_another_order_changes_nothing(
    filled_store: str, tmp_path: Path, command: Command
) -> None:
    store, export = tmp_path / "store", command("export", "--store", filled_store).out
    for name in reversed(NAMES):
        assert command("ingest", DOCUMENTS / name, "--store", store).code == 0
    assert command("export", "--store", store).out == export
    assert command("ingest", DOCUMENTS, "--store", store).code == 0
    assert command("export", "--store", store).out == export
    assert command("store", "rebuild", "--store", store).code == 0
    assert command("export", "--store", store).out == export


ODD = "绵阳市质量工作方案\n根据《{}》要求,制定本方案。\n(一)\n做好抽检工作,合格率达到9{}%。\n"


@pytest.mark.parametrize("title", ["国务院", "四川省", "关于", ""])
def test_an_odd_document_blocks_nothing(title: str, tmp_path: Path, command: Command) -> None:
    odd, store = tmp_path / "odd.txt", tmp_path / "store"
    odd.write_text(ODD.format(title, 0), "utf-8")
    for path in (odd, DOCUMENTS / NAMES[0]):
        ran = command("ingest", path, "--store", store)
        assert ran.code == 0, ran.err
    assert command("store", "check", "--store", store).code == 0


def test_a_reading_that_no_graph_can_show_is_one_line(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.project import project

    def failing(reading: Any, *arguments: Any, **named: Any) -> Any:
        if reading.source == NAMES[0]:
            raise ValueError("odd")
        return project(reading, *arguments, **named)

    monkeypatch.setattr("graph.build.project", failing)
    ran = command("ingest", DOCUMENTS, "--store", tmp_path / "store", "--format", "json")
    assert ran.code == 1
    assert [account["file"] for account in json.loads(ran.out)] == NAMES[1:]
    [line] = ran.err.splitlines()
    assert line.startswith(f"zhitu: {DOCUMENTS / NAMES[0]}: cannot be put into the graph")


def test_what_a_file_replaces_is_told(tmp_path: Path, command: Command) -> None:
    """The same name replaces what it said before of the same document, and says so once; another document stays."""
    store = tmp_path / "store"
    said = []
    for folder, text in (("a", ODD.format("X标准", 0)), ("b", ODD.format("X标准", 1)), ("b", ODD.format("X标准", 1))):
        path = tmp_path / folder / "x.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        said.append(command("ingest", path, "--store", store).err)
    assert ["replaces" in err for err in said] == [False, True, False]
    path.write_text(ODD.format("X标准", 1).replace("绵阳", "德阳"), "utf-8")
    assert command("ingest", path, "--store", store).err == ""
    assert len(rows(str(store), "query", "documents", "ingested=true")) == 2


def test_several_workers_read_the_same(filled_store: str, tmp_path: Path, command: Command) -> None:
    ran = command("ingest", DOCUMENTS, "--workers", "2", "--store", tmp_path / "store")
    assert ran.code == 0, ran.err
    assert command("export", "--store", tmp_path / "store").out == command("export", "--store", filled_store).out


def test_the_store_is_named_by_the_environment(
    filled_store: str, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHITU_STORE", filled_store)
    assert command("query", "summary").code == 0


def test_the_stored_graph_is_sound(filled_store: str, command: Command) -> None:
    ran = command("store", "check", "--store", filled_store)
    assert (ran.code, ran.out) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("count",),
        ("check", "x"),
        ("rebuild", "x"),
        ("check", "--format", "json"),
        ("rebuild", "--format", "json"),
        ("copy", "x", "y", "--store", "z"),
    ],
    ids=" ".join,
)
def test_store_takes_what_it_heeds(
    arguments: tuple[str, ...], tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it would ignore is wrong usage, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    ran = command("store", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: zhitu")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["check", "rebuild", "copy"])
def test_help_of_store_is_in_both_languages(name: str, command: Command) -> None:
    assert name in command("store", "--help").out
    assert "·" in command("store", name, "--help").out


@pytest.mark.parametrize("name", NAMES)
def test_extract_quotes_what_the_text_says(name: str, command: Command) -> None:
    """Every edge that was read says the words at its offsets, in the characters of the source."""
    text = command("extract", "--text", DOCUMENTS / name).out
    *graph, report = lines(command("extract", DOCUMENTS / name).out)
    edges = [line["properties"] for line in graph if line["type"] == "edge" and "start_char" in line["properties"]]
    assert edges
    assert all(text[edge["start_char"] : edge["end_char"]] == edge["quote"] for edge in edges)
    for told in report["extractors"].values():
        assert told["seen"] == told["kept"] + sum(told["rejected"].values()) + len(told["waiting"])


def test_extract_orders_its_lines(command: Command) -> None:
    *graph, report = lines(command("extract", DOCUMENTS / NAMES[0]).out)
    keys = [
        (line["type"] == "edge", line["label"], line.get("id", ""), line.get("source", ""), line.get("target", ""))
        for line in graph
    ]
    assert all(first <= second for first, second in pairwise(keys))
    assert report["type"] == "report"


def test_one_document_exports_what_it_states(filled_store: str, command: Command) -> None:
    """All that extract prints of it is there, and each edge's ends are among the nodes."""
    [document] = [row for row in rows(filled_store, "query", "documents", "ingested=true") if row["source"] == NAMES[0]]
    exported = lines(command("export", "--document", document["document_id"], "--store", filled_store).out)
    extracted = lines(command("extract", DOCUMENTS / NAMES[0]).out)
    keys = {line["properties"]["key"] for line in exported if line["type"] == "edge"}
    read = [line["properties"] for line in extracted if line["type"] == "edge"]
    assert {edge["key"] for edge in read if "document_id" in edge} <= keys
    nodes = {line["id"] for line in exported if line["type"] == "node"}
    assert all({line["source"], line["target"]} <= nodes for line in exported if line["type"] == "edge")


def test_every_listed_query_is_explained(command: Command) -> None:
    ran = command("query", "--list", "--format", "json")
    assert ran.code == 0
    assert all(row["purpose"] for row in json.loads(ran.out))


def test_search_takes_traditional_and_simplified_words(filled_store: str) -> None:
    found = rows(filled_store, "query", "search", "words=質量 標準")
    assert found
    assert found == rows(filled_store, "query", "search", "words=标准 质量")


def test_a_chain_leads_from_the_outline_to_departments(filled_store: str) -> None:
    """The words of the duty stand in the document; the clause comes before the task, the lead behind it."""
    steps = [step["step"] for step in rows(filled_store, "chain", "推进质量诚信体系建设")]
    assert steps[:3] == ["upstream", "task", "LEADS"]
    assert steps[3:] == ["COOPERATES"] * 6 + ["downstream"] * 3, "in other places the same clause is carried out too"
    duty = rows(filled_store, "chain", "推进质量诚信体系建设")[2]
    assert duty["name"] == "阿拉善盟发展和改革委员会"
    assert duty["quote"].startswith("(盟發改委牽頭")


def test_a_chain_starts_from_a_department_and_a_document_too(filled_store: str) -> None:
    departments = rows(filled_store, "query", "leading_departments", "limit=1")
    told = rows(filled_store, "chain", departments[0]["department_id"])
    assert {step["name"] for step in told if step["step"] == "LEADS"} >= {departments[0]["department"]}
    documents = rows(filled_store, "query", "documents", "ingested=true")
    told = rows(filled_store, "chain", documents[0]["document_id"])
    assert {step["document_id"] for step in told if step["step"] == "task"} == {documents[0]["document_id"]}


def test_compare_sets_local_beside_national(filled_store: str) -> None:
    told = rows(filled_store, "compare", "產品質量國家監督抽查合格率")
    assert {(row["value"], row["national_value"], row["verdict"]) for row in told} == {(90, 90, "equal")}
    assert all(row["quote"] and row["national_quote"] for row in told)


@pytest.mark.parametrize("words", ["推进质量强盟", "推进质量强盟战略实施意见", "推進質量強盟", "阿拉善盟"])
def test_a_document_is_named_by_its_title_or_its_place(words: str, filled_store: str) -> None:
    assert {row["document"] for row in rows(filled_store, "audit", words)} == {"推进质量强盟战略实施意见"}
    assert {row["document"] for row in rows(filled_store, "compare", "--document", words)} == {
        "推进质量强盟战略实施意见"
    }
    assert rows(filled_store, "echoes", words)


def test_words_that_mean_several_documents_choose_none(filled_store: str, command: Command) -> None:
    ran = command("audit", "质量", "--store", filled_store)
    assert (ran.code, ran.out) == (1, "")
    assert "质量 may be 5 documents" in ran.err
    assert "(doc:" in ran.err
    ran = command("audit", "消防", "--store", filled_store)
    assert (ran.code, ran.out) == (1, "")
    assert "no document that was read is called 消防" in ran.err


def test_the_overview_names_who_leads_most(filled_store: str) -> None:
    places = {row["region"]: row for row in rows(filled_store, "overview")}
    assert set(places) == {"重庆市", "阿拉善盟", "广东省", "四平市", "江油市"}
    assert places["阿拉善盟"]["departments"] == ["阿拉善盟市场监督管理局"]
    assert places["重庆市"]["projects"] == 63


def test_csv_and_json_say_the_same(filled_store: str, command: Command) -> None:
    ran = command("query", "awards", "--format", "csv", "--store", filled_store)
    told = list(csv.DictReader(io.StringIO(ran.out)))
    assert [row["award"] for row in told] == [row["award"] for row in rows(filled_store, "query", "awards")]


def test_columns_of_a_table_align(filled_store: str, command: Command) -> None:
    """A Chinese character is two columns wide: the second column starts at one place in every line."""
    from rich.cells import cell_len

    head, *body = command("query", "summary", "--store", filled_store).out.splitlines()
    start = cell_len(head[: head.index("名称")])
    for line in body:
        kind = line.split()[0]
        assert cell_len(kind) + len(line[len(kind) :]) - len(line[len(kind) :].lstrip()) == start


def test_a_cell_is_text(filled_store: str) -> None:
    """A document cannot put a formula into a spreadsheet, nor steer a terminal."""
    from graph.answers.chain import Subject

    out = io.StringIO()
    write_rows([Subject("Task", "=1+1", "红\x1b[31m字\n行")], Subject, "csv", out)
    assert out.getvalue().splitlines()[1].startswith("Task,'=1+1,红 [31m字 行")
    assert cell_text(93.0) == "93"
    assert cell_text(None) == ""


def test_the_python_door(filled_store: str) -> None:
    with zhitu.open(filled_store) as graph:
        found = graph.query("search", words="標準", limit=3)
        assert len(found) == 3
        assert "标准" in found[0].name
        with pytest.raises(ParameterError):
            graph.query("no_such_query")


def test_a_frame_needs_pandas(filled_store: str) -> None:
    with zhitu.open(filled_store) as graph:
        found = graph.query("summary")
        try:
            import pandas
        except ImportError:
            with pytest.raises(ZhituError, match="pandas"):
                found.frame()
        else:
            assert isinstance(found.frame(), pandas.DataFrame)
            assert list(found.frame().columns) == ["kind", "name", "count"]


def test_each_label_is_given_once() -> None:
    names = [row.text("name") for row in seed_rows("labels.csv", ("name", "label"))]
    assert names == sorted(set(names))
