"""The comparison out of a store: by command, as workbook, over the API and on pages."""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from graph.analysis.indicator_matrix import IndicatorMatrix
from graph.answers.compared import Asked, by_place, compared, of_indicator
from graph.errors import ParameterError
from graph.parameters import IndicatorId
from graph.queries import INDICATOR
from graph.reference import Reference
from graph.settings import Settings
from graph.store import GraphStore, open_store
from tests import handmade as h
from tests.conftest import Command
from tests.serving import serving
from visualize.comparison import workbook

EVIL = '=HYPERLINK("http://x","<b>")'
SAME, NEAR, ALONE = "indicator:01", "indicator:02", "indicator:03"


def league() -> h.Written:
    """The league's plan with a figure for a near measure and one for a measure of its own."""
    it = h.league()
    for number, (indicator, name, value, quote) in enumerate(
        (
            (NEAR, "工业产品质量监督抽查合格率", 85, "盟市场监管局牵头"),
            (ALONE, f"{EVIL}处置率", 70, "盟水务局等配合"),
        )
    ):
        target = f"target:1b{number}"
        it.own("SETS", target, quote, name=name, value=value, unit="%", comparator=">=", year=2018, status="target")
        it.edge(target, "MEASURES", it.mention(indicator, quote, name=name, unit="%"), quote)
    return it


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that holds the three documents; not to be written to."""
    url = tmp_path_factory.mktemp("compared") / "store"
    with closing(open_store(url)) as opened:
        for document in (h.outline(), league(), h.city()):
            opened.replace(document.id, document.part)
    return str(url)


@pytest.fixture(scope="module")
def store(place: str) -> Iterator[GraphStore]:
    with closing(open_store(place, read_only=True)) as opened:
        yield opened


@pytest.fixture(scope="module")
def api(place: str) -> Iterator[httpx.Client]:
    with serving(Settings(store=place)) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def told(rows: list[Any]) -> set[tuple[Any, ...]]:
    return {(row.indicator_id, row.value, row.verdict, row.value_verdict, row.near) for row in rows}


def test_local_figures_beside_the_nations(store: GraphStore, reference: Reference) -> None:
    rows = compared(store, Asked(), reference)
    assert told(rows) == {
        (SAME, 96.5, "above", "above", False),
        (SAME, 88, "below", "below", False),
        (NEAR, 85, "different_year", "below", True),
        (ALONE, 70, "no_counterpart", None, False),
    }
    [near] = [row for row in rows if row.near]
    assert near.quote == "盟市场监管局牵头"
    assert near.national_quote == "产品质量国家监督抽查合格率稳定在90%以上"
    assert near.reason == "对象更窄(工业 / —)"


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        (Asked(document_id=h.CITY), {88}),
        (Asked(document_id=h.LEAGUE), {96.5, 85, 70}),
        (Asked(region_id="region:152900", verdict="no_counterpart"), {70}),
        (Asked(verdict="below"), {88}),
        (Asked(near=True), {85}),
        (Asked(near=False, words="抽查 合格"), {96.5, 88}),
        (Asked(words="產品質量"), {96.5, 88, 85}),
        (Asked(document_id=h.OUTLINE), set()),
    ],
)
def test_a_part_of_it(store: GraphStore, reference: Reference, asked: Asked, values: set[float]) -> None:
    rows = compared(store, asked, reference)
    assert {row.value for row in rows} == values
    assert all(row.national_value == 90 for row in rows if row.value != 70)


def test_another_level_is_compared_with_where_it_was_read(store: GraphStore, reference: Reference) -> None:
    rows = compared(store, Asked(upstream="prefecture"), reference)
    assert [(row.document_id, row.verdict) for row in rows] == [(h.CITY, "no_counterpart")], "of another province"
    with pytest.raises(ParameterError, match="country, province, prefecture"):
        compared(store, Asked(upstream="county"), reference)
    with pytest.raises(ParameterError, match="different_year"):
        Asked(verdict="worse")


def test_one_indicator_and_what_stands_beside_it(store: GraphStore, reference: Reference) -> None:
    [row] = store.run(INDICATOR, IndicatorId(SAME))
    own, beside = of_indicator(store, row, "country", reference)
    assert told(own) == {(SAME, 96.5, "above", "above", False), (SAME, 88, "below", "below", False)}
    assert told(beside) == {(NEAR, 85, "different_year", "below", True)}
    [row] = store.run(INDICATOR, IndicatorId(NEAR))
    own, beside = of_indicator(store, row, "country", reference)
    assert (told(own), beside) == ({(NEAR, 85, "different_year", "below", True)}, [])


def cells(matrix: IndicatorMatrix) -> dict[str, dict[str, list[tuple[float | None, bool]]]]:
    return {
        row.indicator_id: {place: [(one.value, one.near) for one in found] for place, found in row.cells.items()}
        for row in matrix.measures
    }


def test_measures_by_places(store: GraphStore, reference: Reference) -> None:
    matrix, _ = by_place(store, Asked(), reference)
    assert [(place.region, place.upstream) for place in matrix.places] == [
        ("中国", True),
        ("阿拉善盟", False),
        ("江油市", False),
    ]
    assert cells(matrix) == {
        SAME: {
            "region:100000": [(90, False)],
            "region:152900": [(96.5, False), (85, True)],
            "region:510781": [(88, False)],
        },
        ALONE: {"region:152900": [(70, False)]},
    }
    assert [row.national for row in matrix.measures] == [True, False], "those with an upstream figure first"


def test_the_workbook_shows_words_as_text(store: GraphStore, reference: Reference) -> None:
    matrix, rows = by_place(store, Asked(), reference)
    content = workbook(matrix, rows, "http://host/")
    assert content == workbook(matrix, rows, "http://host/"), "the same bytes each time"
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["指标对照", "对照", "说明"]
    sheet = book["指标对照"]
    assert [cell.value for cell in sheet[1]] == ["指标", "中国", "阿拉善盟", "江油市"]
    assert sheet["C2"].value == "≥96.5 % (2015); ≈≥85 % (2018)"
    assert "工业产品质量监督抽查合格率 [对象更窄(工业 / —)]" in sheet["C2"].comment.text
    assert sheet["C2"].fill.fgColor.rgb.endswith("F8CBAD"), "one of its figures is below"
    assert (sheet["A3"].value, sheet["A3"].data_type) == (f"{EVIL}处置率", "s")
    detail = book["对照"]
    links = {cell.hyperlink.target for row in detail.iter_rows(min_row=2) for cell in row if cell.hyperlink}
    assert all(link.startswith("http://host/e/") for link in links)
    assert len(links) == 5, "four local figures, one national"


def test_the_command_writes_the_matrix(filled_store: str, tmp_path: Path, command: Command) -> None:
    out = tmp_path / "对照.xlsx"
    assert command("compare", "合格率", "--matrix", "-o", out, "--store", filled_store).code == 0
    sheet = openpyxl.load_workbook(out)["指标对照"]
    assert sheet["B1"].value == "中国"
    assert sheet.max_row > 5
    ran = command("compare", "--matrix", "--store", filled_store)
    assert (ran.code, "-o FILE.xlsx" in ran.err) == (1, True)
    assert command("compare", "--with", "village", "--store", filled_store).code == 2
    ran = command("compare", "--verdict", "below", "--format", "csv", "--store", filled_store)
    assert {row["verdict"] for row in csv.DictReader(io.StringIO(ran.out))} <= {"below"}


def test_pages_of_the_list_over_the_api(api: httpx.Client) -> None:
    first = api.get("/comparison", params={"limit": 3}).json()
    rest = api.get("/comparison", params={"limit": 3, "cursor": first["next"]}).json()
    rows = [*first["items"], *rest["items"]]
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 1, None)
    assert rows == api.get("/comparison").json()["items"]
    assert all(api.get(row["link"], follow_redirects=True).status_code == 200 for row in rows)
    assert api.get("/comparison", params={"limit": 3, "near": True, "cursor": first["next"]}).status_code == 422


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("with=village", 422),
        ("verdict=worse", 422),
        ("near=perhaps", 422),
        ("upstream=province", 422),
        ("document=doc:nothing", 404),
        ("region=region:nothing", 404),
    ],
)
def test_a_wrong_question_is_told_so(api: httpx.Client, query: str, status: int) -> None:
    answer = api.get(f"/comparison?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_files_of_the_list(api: httpx.Client) -> None:
    rows = list(
        csv.DictReader(io.StringIO(api.get("/comparison?format=csv&verdict=no_counterpart").text.lstrip("\ufeff")))
    )
    assert [row["indicator"] for row in rows] == [f"'{EVIL}处置率"], "a text, never a formula"
    sheet = openpyxl.load_workbook(io.BytesIO(api.get("/comparison?format=xlsx&near=true").content)).active
    assert sheet.max_row == 2
    book = openpyxl.load_workbook(io.BytesIO(api.get("/comparison/matrix").content))
    assert book["指标对照"].max_row == 3


def test_every_door_shows_both_quotes(filled_store: str, tmp_path: Path, command: Command) -> None:
    """The outline of the reference data is told in words in table, Excel and page, as its row in JSON and CSV."""
    quoted, row = "(2015年),引自参考数据", "{indicator: "
    table = command("compare", "合格率", "--store", filled_store).out
    assert "上级原文" in table.splitlines()[0]
    assert row not in table
    rows = json.loads(command("compare", "合格率", "--format", "json", "--store", filled_store).out)
    assert any(row in (each["national_quote"] or "") for each in rows)
    out = tmp_path / "对照.xlsx"
    assert command("compare", "合格率", "-o", out, "--store", filled_store).code == 0, "a file is the matrix"
    with serving(Settings(store=filled_store)) as address, httpx.Client(base_url=address, timeout=60) as client:
        sheet = openpyxl.load_workbook(io.BytesIO(client.get("/comparison?format=xlsx&words=合格率").content)).active
        page = client.get("/ui/comparison?words=合格率").text
        assert row in client.get("/comparison?format=csv&words=合格率").text.replace('""', '"')
    for shown in (sheet, openpyxl.load_workbook(out)["对照"]):
        heads = [cell.value for cell in shown[1]]
        assert {"原文", "上级原文", "方向"} <= set(heads)
        told = [str(cells[heads.index("上级原文")]) for cells in shown.iter_rows(min_row=2, values_only=True)]
        assert any(words.endswith(quoted) for words in told)
        assert not any(row in words for words in told)
    assert {"单位", "上级单位"} <= {cell.value for cell in sheet[1]}
    assert quoted in page
    assert row not in page.replace("&#34;", '"')


def test_the_verdicts_read_as_better_and_worse_everywhere(api: httpx.Client, store: GraphStore) -> None:
    for path in ("/ui/comparison", "/ui/comparison/matrix", f"/ui/indicators/{SAME}", "/ui/help"):
        page = api.get(path).text
        assert "优于上级" in page and "不及上级" in page, path
        assert not re.search("(高于|低于)上级", page), path
    assert "better than upstream" in api.get("/ui/comparison?lang=en").text


def test_an_indicator_over_the_api(api: httpx.Client) -> None:
    answer = api.get(f"/indicators/{SAME}/comparison").json()
    assert {row["verdict"] for row in answer["items"]} == {"above", "below"}
    assert [(row["indicator_id"], row["near"]) for row in answer["near"]] == [(NEAR, True)]
    assert api.get(f"/indicators/{SAME}/comparison?with=province").json()["near"] == []


def test_the_page_shows_both_quotes_with_links(api: httpx.Client) -> None:
    page = api.get("/ui/comparison?document=&verdict=&near=true&words=").text
    rows = api.get("/comparison?near=true").json()["items"]
    for words in ("盟市场监管局牵头", "产品质量国家监督抽查合格率稳定在90%以上", "对象更窄(工业 / —)"):
        assert words in page
    for key in (rows[0]["key"], rows[0]["national_key"]):
        assert f'href="/e/{key}"' in page
    assert 'href="/comparison?near=true&amp;format=xlsx"' in page
    assert 'href="/comparison?near=true&amp;format=csv"' in page


def test_words_of_documents_are_escaped_on_the_pages(api: httpx.Client) -> None:
    for path in ("/ui/comparison", "/ui/comparison/matrix", f"/ui/indicators/{ALONE}"):
        page = api.get(path).text
        assert "处置率" in page
        assert "<b>" + '")' not in page


def test_the_page_by_place_and_the_page_of_an_indicator(api: httpx.Client) -> None:
    page = api.get("/ui/comparison/matrix?lang=en").text
    assert "≈≥85 % (2018)" in page
    assert "▼" in page
    page = api.get(f"/ui/indicators/{NEAR}").text
    assert "&#34;near&#34;: true" in page, "the chart draws the nation's near figure"
    page = api.get(f"/ui/indicators/{SAME}").text
    assert "Other measures compared with this one" in page, "the language that was chosen stays"
    assert api.get("/ui/comparison?with=village").status_code == 422
    assert api.get("/ui/comparison?document=doc:nothing").status_code == 404
