"""What the readers put together: lines and tables in order, and no more than any plan has."""

from pathlib import Path

import pytest

from graph.errors import SourceError
from ingest.readers import composed
from ingest.readers.composed import Composer, GridCell


def test_a_merged_cell_is_written_where_it_stands_first() -> None:
    composer = Composer("xlsx", Path("责任清单.xlsx"))
    lead = GridCell("市市场\n监管局")
    composer.line("任务\u2028分工表 ")
    composer.table([[GridCell("抽查"), lead], [GridCell("通报"), lead]])
    made = composer.composed()
    assert made.text == "任务 分工表\n抽查\t市市场 监管局\n通报\t\n"
    [made_table] = made.tables
    assert made_table.rows[0][1] == made_table.rows[1][1]
    assert made.text[made_table.start_char : made_table.end_char].startswith("抽查\t")


def test_blank_lines_come_one_at_a_time_and_never_first() -> None:
    composer = Composer("docx", Path("方案.docx"))
    for _ in range(2):
        composer.blank()
    composer.line("总则")
    for _ in range(2):
        composer.blank()
    composer.line("附则")
    assert composer.composed().text == "总则\n\n附则\n"


def test_more_text_than_any_plan_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composed, "MOST_TEXT", 1_000)
    composer = Composer("docx", Path("方案.docx"))
    composer.line("质" * 499)
    composer.line("量" * 499)
    with pytest.raises(SourceError, match="more than 1,000 characters") as caught:
        composer.table([[GridCell("强市")]])
    assert str(caught.value).startswith("方案.docx: ")
    with pytest.raises(SourceError, match="more than 1,000 characters"):
        composer.blank()
