"""The supervision ledger: what is due when, and the files and pages that show it."""

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import docx
import httpx
import icalendar
import openpyxl
import pytest

import graph.answers.ledger
from graph.analysis.ledger import STATUSES, LedgerRow, counted, ledger_rows
from graph.answers.ledger import day_of, ledger
from graph.errors import NotFound, ParameterError
from graph.rows import DocumentRow, ResponsibilityRow, TargetRow, TaskRow
from graph.settings import Settings
from graph.store import GraphStore, open_store
from tests import handmade as h
from tests.conftest import Command
from tests.serving import serving
from visualize.ics import calendar_file
from visualize.ledger import STATUS_WORDS, ledger_document, ledger_workbook

R = TypeVar("R")
DAY = date(2016, 3, 1)
PAGES = "http://127.0.0.1:8000"
FORMULA = '=HYPERLINK("http://x","办法")'
PLAN = "doc:plan"


def made(row_type: type[R], **told: Any) -> R:
    """A row with these values and None elsewhere."""
    empty = {field.name: None for field in fields(row_type) if field.init}  # type: ignore[arg-type]
    return row_type(**{**empty, **told})


def task(number: int, words: str, **told: Any) -> TaskRow:
    known = {"task_id": f"task:{number}", "task": words, "text": words, "quote": words, "key": f"k{number}"}
    return made(
        TaskRow,
        **{
            **known,
            "document_id": PLAN,
            "document": "云川市质量强市方案",
            "start_char": number * 10,
            "task_path": ["二、任务"],
            **told,
        },
    )


def target(number: int, words: str, **told: Any) -> TargetRow:
    known = {"target_id": f"target:{number}", "target": words, "text": words, "quote": words, "key": f"f{number}"}
    return made(
        TargetRow,
        **{
            **known,
            "document_id": PLAN,
            "document": "云川市质量强市方案",
            "start_char": number * 10,
            "status": "target",
            **told,
        },
    )


def duty(task_id: str, office: str, role: str = "LEADS", mode: str = "lead", **told: Any) -> ResponsibilityRow:
    quote = told.pop("quote", f"({office}牵头)")
    known = {"task_id": task_id, "department_id": f"dept:{office}", "department": office, "role": role, "mode": mode}
    return made(
        ResponsibilityRow, **{**known, "key": f"{task_id}{office}", "quote": quote, "document_id": PLAN, **told}
    )


def plan(**told: Any) -> DocumentRow:
    return made(
        DocumentRow,
        **{
            "document_id": PLAN,
            "document": "云川市质量强市方案",
            "doc_number": "云政发〔2015〕3号",
            "issue_date": "2015-02-10",
            **told,
        },
    )


def rows(
    *given: Any, holding: dict[str, str] | None = None, day: date = DAY, within: int = 90, **of_plan: Any
) -> list[LedgerRow]:
    def kept(row_type: type[R]) -> list[R]:
        return [row for row in given if isinstance(row, row_type)]

    return ledger_rows(
        kept(TaskRow), kept(TargetRow), kept(ResponsibilityRow), holding or {}, [plan(**of_plan)], day, within
    )


@pytest.mark.parametrize(
    ("told", "status", "days"),
    [
        ({"deadline": "2015-12-31"}, "overdue", -61),
        ({"deadline": "2016-02-29"}, "overdue", -1),
        ({"deadline": "2016-03-01"}, "upcoming", 0),
        ({"deadline": "2016-05-30"}, "upcoming", 90),
        ({"deadline": "2016-05-31"}, "later", 91),
        ({"recurrence": "每年"}, "recurring", 305),
        ({"deadline_text": "长期坚持"}, "undated", None),
        ({}, "undated", None),
    ],
)
def test_the_status_as_of_a_day(told: dict[str, str], status: str, days: int | None) -> None:
    [row] = rows(task(1, "建立首席质量官制度", **told))
    assert (row.status, row.days) == (status, days)
    assert row.deadline == told.get("deadline")
    assert (row.doc_number, row.link) == ("云政发〔2015〕3号", "/e/k1")


def test_a_figure_is_due_at_the_end_of_its_year_unless_more_is_said() -> None:
    found = rows(
        target(1, "抽查合格率达到95%", year=2015),
        target(2, "到2016年6月底平台接入率达到80%", year=2016),
        target(3, "抽查合格率稳步提高"),
        target(4, "2014年合格率为93%", year=2014, status="observation"),
        target(5, "每年新增名牌产品3个"),
    )
    told = {row.name: (row.deadline_text, row.deadline, row.status) for row in found}
    assert told == {
        "抽查合格率达到95%": ("2015年", "2015-12-31", "overdue"),
        "到2016年6月底平台接入率达到80%": ("2016年6月底", "2016-06-30", "later"),
        "抽查合格率稳步提高": (None, None, "undated"),
        "每年新增名牌产品3个": (None, None, "recurring"),
    }


def test_who_answers_for_the_task_answers_for_its_figures() -> None:
    found = rows(
        task(1, "提升产品质量"),
        target(1, "抽查合格率达到95%", year=2016),
        target(2, "顾客满意度达到80分", year=2016),
        duty("task:1", "市市场监管局"),
        duty("task:1", "市财政局", "COOPERATES", "cooperate"),
        duty("task:1", "市商务局", scope="流通环节"),
        duty("target:2", "市统计局"),
        holding={"target:1": "task:1", "target:2": "task:1"},
    )
    by_name = {row.name: row for row in found}
    assert by_name["抽查合格率达到95%"].leads == ["市市场监管局", "市商务局(流通环节)"]
    assert by_name["抽查合格率达到95%"].cooperate_ids == ["dept:市财政局"]
    assert by_name["抽查合格率达到95%"].item == "提升产品质量"
    assert by_name["顾客满意度达到80分"].leads == ["市统计局"]
    assert by_name["提升产品质量"].duty_quote == "(市市场监管局牵头) / (市财政局牵头) / (市商务局牵头)"
    assert by_name["提升产品质量"].duty_link == "/e/task:1市市场监管局"


def test_shared_duties_lead_nobody() -> None:
    [row] = rows(
        task(1, "加强宣传"), duty("task:1", "市教育局", mode="shared"), duty("task:1", "市科技局", mode="shared")
    )
    assert (row.leads, row.shared, row.cooperates) == ([], ["市教育局", "市科技局"], [])


def test_an_item_stands_in_the_rows_of_its_measures_unless_it_says_more() -> None:
    measure = {"kind": "measure", "item_id": "task:1", "item": "提升产品质量"}
    assert [row.id for row in rows(task(1, "提升产品质量"), task(2, "开展抽查", **measure))] == ["task:2"]
    dated = task(1, "提升产品质量", deadline="2016-12-31")
    assert {row.id for row in rows(dated, task(2, "开展抽查", **measure))} == {"task:1", "task:2"}
    answered = duty("task:1", "市市场监管局")
    assert {row.id for row in rows(task(1, "提升产品质量"), answered, task(2, "开展抽查", **measure))} == {
        "task:1",
        "task:2",
    }


@pytest.mark.parametrize(
    ("of_plan", "due"),
    [
        ({}, ("2015-12-31", "2016-12-31", None)),
        ({"period_end": 2020}, ("2015-12-31", "2016-12-31", "2020-12-31")),
        ({"period_end": "2015-12-31"}, ("2015-12-31", None, "2015-12-31")),
        ({"issue_date": None, "period_start": 2013}, ("2013-12-31", "2016-12-31", None)),
        ({"issue_date": None}, ("2016-12-31", "2016-12-31", None)),
        ({"period_end": 2011}, ("2015-12-31", "2016-12-31", None)),  # issued after its own period: no bound
    ],
)
def test_what_comes_again_within_the_period_of_its_document(
    of_plan: dict[str, Any], due: tuple[str | None, ...]
) -> None:
    [row] = rows(task(1, "每年开展质量状况分析", recurrence="每年"), **of_plan)
    assert (row.first_due, row.next_due, row.last_due) == due
    assert row.status == "recurring"


def test_what_is_due_longest_ago_comes_first() -> None:
    given = [
        task(1, "甲", deadline_text="持续推进"),
        task(2, "乙", recurrence="每年"),
        task(3, "丙", deadline="2016-04-01"),
        task(4, "丁", deadline="2014-12-31"),
        task(5, "戊", deadline="2018-12-31"),
    ]
    assert "".join(row.name for row in rows(*given)) == "丁丙戊乙甲" == "".join(row.name for row in rows(*given[::-1]))
    assert counted(rows(*given)) == dict.fromkeys(STATUSES, 1)


def opened_book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def some_rows() -> list[LedgerRow]:
    return rows(
        task(1, "2016年底前建成平台", deadline="2016-12-31", deadline_text="2016年底前"),
        task(2, FORMULA, recurrence="每季度"),
        task(3, "宣传\x0b质量;知识,一\n二\\三", deadline_text="长期坚持"),
        target(4, "抽查合格率达到95%", year=2015),
        duty("task:1", "市市场监管局"),
        duty("task:1", "市财政局", "COOPERATES", "cooperate"),
        duty("target:4", "市教育局", mode="shared"),
    )


def test_the_workbook() -> None:
    book = opened_book(ledger_workbook(some_rows(), DAY, PAGES))
    assert book.sheetnames == ["督办台账", "说明"]
    sheet, account = book.worksheets
    heads = [cell.value for cell in sheet[1]]
    told = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row["状态"] for row in told] == [
        STATUS_WORDS[status] for status in ("overdue", "later", "recurring", "undated")
    ]
    assert told[1]["截止日期"] == datetime(2016, 12, 31) and told[1]["完成时限"] == "2016年底前"
    assert (told[1]["牵头单位"], told[1]["配合单位"], told[0]["共同负责"]) == ("市市场监管局", "市财政局", "市教育局")
    assert (told[2]["任务或指标"], told[2]["完成时限"], told[2]["截止日期"]) == (
        FORMULA,
        "每季度",
        datetime(2016, 3, 31),
    )
    assert (told[3]["完成时限"], told[3]["截止日期"]) == ("长期坚持", None)
    assert told[0]["链接"] == f"{PAGES}/e/f4" and sheet.cell(2, len(heads)).hyperlink.target == f"{PAGES}/e/f4"
    assert sheet.auto_filter.ref == "A1:R5" and sheet.print_title_rows == "$1:$1"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len({sheet.cell(row, 2).fill.fgColor.rgb for row in range(2, 6)}) == 4
    assert ("截至 2016-03-01", None) in set(account.iter_rows(values_only=True))


def test_the_sheet_is_laid_out_for_paper() -> None:
    sheet = opened_book(ledger_workbook(some_rows(), DAY, PAGES))["督办台账"]
    heads = [cell.value for cell in sheet[1]]
    shown = heads.index("进展情况") + 1
    assert set(heads[shown:]) == {"类型", "所属任务", "文号", "链接"}
    assert sheet.print_area == f"'督办台账'!$A$1:${openpyxl.utils.get_column_letter(shown)}$5"
    widths = [sheet.column_dimensions[openpyxl.utils.get_column_letter(one)].width for one in range(1, shown + 1)]
    assert sum(widths) <= 200
    assert all(sheet.row_dimensions[row].height >= 15 for row in range(1, 6))
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.freeze_panes == "G2"


def test_the_beginning_of_a_task_is_marked_as_cut_and_gives_way_to_the_phrase() -> None:
    words = "建立质量统计分析制度,推进质量信息化建设" * 4
    cut = {"quote": words[:60], "deadline": "2016-12-31", "deadline_text": "2016年底前"}
    given = rows(
        task(1, "建立制度", **cut),
        task(2, "建立平台", **cut),
        task(3, "短", quote="短的原文", deadline="2016-12-31"),
        duty("task:2", "市市场监管局"),
    )
    sheet = opened_book(ledger_workbook(given, DAY, PAGES))["督办台账"]
    heads = [cell.value for cell in sheet[1]]
    told = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row["原文"] for row in told] == [f"{words[:60]}…", f"{words[:60]}…", "短的原文"]
    assert told[1]["责任原文"] == "(市市场监管局牵头)"
    [table] = docx.Document(io.BytesIO(ledger_document(given, DAY))).tables
    cells = [row.cells[3].text for row in table.rows[1:]]
    assert cells == [
        f"任务:建立制度\n“{words[:60]}…”",
        "任务:建立平台\n责任:“(市市场监管局牵头)”",
        "任务:短\n“短的原文”",
    ]
    assert table.rows[1].cells[2].text == "2016年底前\n2016-12-31"
    assert table.rows[1].cells[6].text == "云川市质量强市方案\n二"
    first, *_ = icalendar.Calendar.from_ical(calendar_file(given, PAGES)).events
    assert f"原文:{words[:60]}…" in str(first["description"])


def test_the_word_table() -> None:
    document = docx.Document(io.BytesIO(ledger_document(some_rows(), DAY)))
    [table] = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["序号", "状态", "完成时限", "任务或指标", "牵头单位", "配合单位", "依据"]
    assert cells[1][4] == "△ 市教育局(按职责分工负责)" and "已过 61 天" in cells[1][1]
    assert cells[2][2] == "2016年底前\n2016-12-31"
    assert cells[3][3].startswith(f"任务:{FORMULA}")
    assert "w:tblHeader" in table.rows[0]._tr.xml and "w:tblHeader" not in table.rows[1]._tr.xml
    section = document.sections[0]
    assert section.page_width > section.page_height


def test_the_calendar() -> None:
    content = calendar_file(some_rows(), PAGES)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    events = {str(event["uid"]): event for event in icalendar.Calendar.from_ical(content).events}
    assert set(events) == {"task:1@zhitu", "task:2:again@zhitu", "target:4@zhitu"}, "长期坚持 has no day"
    built = events["task:1@zhitu"]
    assert built.decoded("dtstart") == date(2016, 12, 31)
    assert str(built["summary"]) == "2016年底前建成平台(市市场监管局)"
    assert "配合:市财政局" in str(built["description"]) and "云政发〔2015〕3号" in str(built["description"])
    assert str(built["url"]) == f"{PAGES}/e/k1"
    again = events["task:2:again@zhitu"]
    assert again["rrule"].to_ical() == b"FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"
    assert again.decoded("dtstart") == date(2015, 3, 31)


def test_a_rule_ends_with_the_period_or_the_deadline() -> None:
    def rules(**told: Any) -> dict[str, bytes]:
        given = rows(task(1, "每年抽查", recurrence="每年", **told), period_end=2018)
        events = icalendar.Calendar.from_ical(calendar_file(given, PAGES)).events
        return {str(event["uid"]): event["rrule"].to_ical() for event in events if "rrule" in event}

    assert rules() == {"task:1:again@zhitu": b"FREQ=YEARLY;UNTIL=20181231"}
    assert rules(deadline="2017-12-31") == {"task:1:again@zhitu": b"FREQ=YEARLY;UNTIL=20171231"}
    assert rules(deadline="2015-06-30") == {}, "done before it comes again"


def test_words_are_escaped_in_the_calendar() -> None:
    odd = rows(task(1, "宣传\x0b质量;知识,一\n二\\三\r\nBEGIN:VEVENT", deadline="2016-12-31"))
    content = calendar_file(odd, PAGES)
    assert content.count(b"\r\nBEGIN:VEVENT") == 1
    [event] = icalendar.Calendar.from_ical(content).events
    assert str(event["summary"]) == "宣传 质量;知识,一 二\\三 BEGIN:VEVENT"


def test_the_same_rows_give_the_same_bytes() -> None:
    assert ledger_workbook(some_rows(), DAY, PAGES) == ledger_workbook(some_rows(), DAY, PAGES)
    assert ledger_document(some_rows(), DAY) == ledger_document(some_rows(), DAY)
    assert calendar_file(some_rows(), PAGES) == calendar_file(some_rows(), PAGES)


def test_nothing_is_a_ledger_too() -> None:
    assert opened_book(ledger_workbook([], DAY, PAGES))["督办台账"].max_row == 1
    assert len(docx.Document(io.BytesIO(ledger_document([], DAY))).tables[0].rows) == 1


def test_a_calendar_of_nothing_is_refused() -> None:
    for given in ([], rows(task(1, "宣传", deadline_text="长期坚持"))):
        with pytest.raises(ParameterError, match=r"no calendar is written · .*不生成日历"):
            calendar_file(given, PAGES)


def test_a_ledger_that_word_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visualize.ledger.MOST_IN_WORD", 3)
    with pytest.raises(ParameterError, match="4 rows are more than a Word file of ours holds"):
        ledger_document(some_rows(), DAY)


@pytest.mark.parametrize("text", ["2016-02-30", "2016", "20160229", "2016-W09-1", "昨天", "", "2016-3-1"])
def test_a_date_that_is_none(text: str) -> None:
    with pytest.raises(ParameterError, match="is no date: write a real one"):
        day_of(text)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    league = h.league()
    league.edge("task:1a1:1", "SETS", "target:1a1", "产品质量监督抽查合格率达到96.5%")
    with closing(open_store(tmp_path / "store")) as opened:
        for document in (h.outline(), league, h.city()):
            opened.replace(document.id, document.part)
        yield opened


def names(found: list[LedgerRow]) -> set[str]:
    return {row.id for row in found}


def test_a_document_a_region_a_department_and_all(store: GraphStore) -> None:
    of_league = {"task:1a1:1", "target:1a1"}
    of_city = {"task:2a1", "task:2a2", "target:2a1"}
    assert names(ledger(store, DAY, document_id=h.LEAGUE)) == of_league
    assert names(ledger(store, DAY, region_id="region:510781")) == of_city
    assert names(ledger(store, DAY)) == of_league | of_city | {"task:0a1", "task:0a2", "target:0a1"}
    assert names(ledger(store, DAY, department_id="dept:152900:水务")) == {"task:1a1:1"}
    assert names(ledger(store, DAY, department_id="dept:152900:水务", document_id=h.CITY)) == set()
    assert names(ledger(store, DAY, document_id=h.CITY, status="overdue")) == {"target:2a1"}
    [target_row] = [row for row in ledger(store, DAY, document_id=h.LEAGUE) if row.kind == "target"]
    assert target_row.leads == ["阿拉善盟质量技术监督局"], "named for the figure itself"


@pytest.mark.parametrize(
    ("asked", "error", "complaint"),
    [
        ({"document_id": "doc:no"}, NotFound, "there is no document doc:no"),
        ({"region_id": "region:no"}, NotFound, "there is no region region:no"),
        ({"department_id": h.CITY}, NotFound, "is no department but a document"),
        ({"within": -1}, ParameterError, "within is a number of days"),
        ({"within": 40_000}, ParameterError, "within is a number of days"),
    ],
)
def test_what_is_wrong_is_said(
    store: GraphStore, asked: dict[str, Any], error: type[Exception], complaint: str
) -> None:
    with pytest.raises(error, match=complaint):
        ledger(store, DAY, **asked)


def test_a_ledger_that_is_too_long(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.answers.ledger, "MOST", 3)
    with pytest.raises(ParameterError, match="a ledger holds 3 tasks and figures at most"):
        ledger(store, DAY)


def test_every_figure_of_the_source_documents_is_in_it(filled_store: str) -> None:
    with closing(open_store(filled_store, read_only=True)) as opened:
        found = ledger(opened, DAY)
    assert len({row.id for row in found}) == len(found)
    assert {row.status for row in found if row.kind == "target"} == {"overdue", "later", "recurring", "undated"}
    assert all(row.quote and row.key for row in found)
    assert all(row.duty_quote and row.duty_link for row in found if row.leads or row.shared or row.cooperates)


@pytest.mark.parametrize("form", ["xlsx", "docx", "ics"])
def test_the_command(filled_store: str, tmp_path: Path, command: Command, form: str) -> None:
    path = tmp_path / f"督办台账.{form}"
    asked = ("--region", "region:152900", "--as-of", "2020-12-01", "--within", 31, "--pages", "https://zhitu.example")
    ran = command("ledger", "-o", path, "--store", filled_store, *asked)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    content = path.read_bytes()
    if form == "xlsx":
        sheet = opened_book(content)["督办台账"]
        assert {cell.value for cell in sheet["B"][1:]} == {STATUS_WORDS["upcoming"], STATUS_WORDS["undated"]}
        assert sheet.cell(2, sheet.max_column).value.startswith("https://zhitu.example/e/")
    elif form == "docx":
        assert len(docx.Document(io.BytesIO(content)).tables[0].rows) > 50
    else:
        assert all(one.decoded("dtstart") == date(2020, 12, 31) for one in icalendar.Calendar.from_ical(content).events)


def test_the_command_as_of_today(filled_store: str, tmp_path: Path, command: Command) -> None:
    ran = command("ledger", "-o", tmp_path / "a.xlsx", "--store", filled_store, "--status", "overdue")
    assert ran.code == 0
    account = {row[0] for row in opened_book((tmp_path / "a.xlsx").read_bytes())["说明"].iter_rows(values_only=True)}
    assert f"截至 {date.today().isoformat()}" in account


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("-o", "{folder}/a.xlsx", "--as-of", "2016-02-30"), "'2016-02-30' is no date"),
        (("-o", "{folder}/a.pdf"), "give a name that ends in .xlsx or .docx or .ics"),
        (("-o", "{folder}/a.ics", "--department", "dept:no"), "there is no department dept:no"),
        (("-o", "{folder}/a.docx", "--within", "-3"), "within is a number of days"),
        (("-o", "{folder}/a.ics", "--as-of", "2016-03-01", "--status", "undated"), "no calendar is written"),
        (("-o", "{folder}/no/a.ics"), "there is no folder"),
        (("-o", "{folder}"), "is a folder"),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: tuple[str, ...], complaint: str, filled_store: str, tmp_path: Path, command: Command
) -> None:
    ran = command("ledger", *(one.format(folder=tmp_path) for one in arguments), "--store", filled_store)
    assert ran.code == 1
    [line] = ran.err.splitlines()
    assert complaint in line
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def api(filled_store: str) -> Iterator[httpx.Client]:
    with serving(Settings(store=filled_store)) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def test_the_list_is_paged_as_others(api: httpx.Client, filled_store: str) -> None:
    asked: dict[str, Any] = {"as_of": DAY.isoformat(), "region": "region:152900", "limit": 40}
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = api.get("/ledger", params={**asked, **({"cursor": cursor} if cursor else {})}).json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    with closing(open_store(filled_store, read_only=True)) as opened:
        told = ledger(opened, DAY, region_id="region:152900")
    assert [row["id"] for row in found] == [row.id for row in told] and len(found) > 40
    assert all(api.get(row["link"]).status_code == 200 for row in found[:3])
    first = api.get("/ledger", params=asked).json()["next"]
    assert api.get("/ledger", params={**asked, "as_of": "2016-03-02", "cursor": first}).status_code == 422
    assert api.get("/ledger", params={**asked, "format": "csv", "cursor": first}).status_code == 422


def test_the_list_as_a_file(api: httpx.Client) -> None:
    told = api.get("/ledger", params={"as_of": "2016-03-01", "status": "overdue", "format": "csv"})
    assert told.content.startswith("\ufeffkind,id,name".encode())
    one = opened_book(api.get("/ledger", params={"as_of": "2016-03-01", "format": "xlsx", "limit": 1}).content)
    assert one["督办台账"].max_row == 2


@pytest.mark.parametrize(
    ("path", "media", "begin"),
    [
        ("/exports/ledger.xlsx", "spreadsheetml", b"PK"),
        ("/exports/ledger.docx", "wordprocessingml", b"PK"),
        ("/exports/ledger.ics", "text/calendar", b"BEGIN:VCALENDAR"),
        ("/exports/matrix.xlsx", "spreadsheetml", b"PK"),
        ("/exports/duties.docx", "wordprocessingml", b"PK"),
    ],
)
def test_the_files(api: httpx.Client, path: str, media: str, begin: bytes) -> None:
    asked = {"region": "region:152900", "department": "dept:152900:市场监管"}
    day = {"as_of": "2016-03-01", "status": "later"} if "ledger" in path else {}
    answer = api.get(path, params={**asked, **day})
    assert answer.status_code == 200, answer.text
    assert media in answer.headers["content-type"] and answer.content.startswith(begin)
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%")
    again = api.get(path, params={**asked, **day}, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/ledger?as_of=2016-02-30", 422, "不是真实的日期"),
        ("/ledger?within=-1", 422, "不能小于 0"),
        ("/ledger?status=done", 422, "只能是"),
        ("/ledger?document=doc:no", 404, "没有编号为 'doc:no' 的文件"),
        ("/ledger?region=region:152900&department=dept:no", 404, "没有编号为 'dept:no' 的部门"),
        ("/exports/ledger.pdf", 422, "只能是 xlsx、docx、ics"),
        ("/exports/ledger.ics?as_of=x", 422, "不是真实的日期"),
        ("/exports/duties.docx?region=region:no", 404, "没有编号为 'region:no' 的地区"),
        ("/exports/duties.docx?part=half", 422, "只能是"),
        ("/ui/ledger?as_of=2016-13-01", 422, "不是真实的日期"),
        ("/ui/ledger?document=doc:no", 404, "没有编号为"),
    ],
)
def test_wrong_questions(api: httpx.Client, address: str, status: int, words: str) -> None:
    answer = api.get(address)
    assert answer.status_code == status
    assert words in answer.text


def test_the_page(api: httpx.Client) -> None:
    asked = {"as_of": "2020-12-01", "region": "region:152900", "department": "dept:152900:市场监管", "within": "31"}
    page = api.get("/ui/ledger", params=asked).text
    assert "督办台账" in page and 'value="2020-12-01"' in page
    assert '<span aria-hidden="true">◔</span> 即将到期</span>' in page, "a sign and a word, not only a colour"
    assert "还有 30 天" in page
    for form in ("xlsx", "docx", "ics"):
        assert f"/exports/ledger.{form}?region=region%3A152900&amp;department=" in page
    none = api.get("/ui/ledger", params={**asked, "status": "overdue"}).text
    assert "没有符合条件的任务或指标" in none
    assert "past its date" in api.get("/ui/ledger", params={**asked, "lang": "en"}).text


def test_the_form_may_be_sent_as_it_is(api: httpx.Client) -> None:
    empty = {"document": "", "region": "", "department": "", "status": "", "as_of": "", "within": ""}
    answer = api.get("/ui/ledger", params=empty)
    assert answer.status_code == 200
    assert date.today().isoformat() in answer.text


def test_the_page_of_the_matrix_leads_to_the_files(api: httpx.Client) -> None:
    page = api.get("/ui/matrix", params={"region": "region:152900"}).text
    for address in ("/exports/matrix.xlsx?", "/exports/duties.docx?", "/ui/ledger?"):
        assert f'href="{address}region=region%3A152900' in page
