"""Comparison: each local figure beside the national one, verdict by figure and by year."""

from dataclasses import fields
from typing import Any

import pytest

from graph.analysis.comparison import ComparisonRow, compare
from graph.reference import Reference
from graph.rows import TargetRow


def figure(level: str, value: float | None, comparator: str = ">=", **told: Any) -> TargetRow:
    known: dict[str, Any] = dict.fromkeys(field.name for field in fields(TargetRow) if field.init)
    known |= {"target_id": "t1", "target": "合格率", "indicator_id": "i1", "indicator": "产品质量合格率", "unit": "%"}
    known |= {"document_id": f"doc:{level}", "document": level, "year": 2015, "status": "target", "quote": "说了"}
    return TargetRow(**known | {"region_level": level, "value": value, "comparator": comparator} | told)


def compared(local: TargetRow, *national: TargetRow, words: tuple[str, ...] = ()) -> ComparisonRow:
    [row] = compare([local, *national], words)
    return row


@pytest.mark.parametrize(
    ("value", "comparator", "verdict"),
    [(93, ">=", "above"), (90, "=", "equal"), (90, ">", "equal"), (88.5, ">=", "below"), (90.0, ">=", "equal")],
)
def test_the_figures_decide_where_the_years_agree(value: float, comparator: str, verdict: str) -> None:
    row = compared(figure("prefecture", value, comparator), figure("country", 90))
    assert (row.verdict, row.value_verdict, row.near) == (verdict, verdict, False)
    assert (row.national_value, row.national_year, row.national_indicator) == (90, 2015, "产品质量合格率")
    assert row.quote == row.national_quote == "说了"


def test_other_years_say_so_and_compare_the_bare_figures() -> None:
    row = compared(figure("county", 95, year=2020), figure("country", 90))
    assert (row.verdict, row.value_verdict) == ("different_year", "above")


def test_no_counterpart_without_the_indicator_the_unit_or_a_figure() -> None:
    for local in (
        figure("county", 95, indicator_id="i2"),
        figure("county", 95, unit="家"),
        figure("county", None, value_text="全覆盖"),
        figure("county", 95, indicator_id=None),
    ):
        row = compared(local, figure("country", 90))
        assert (row.verdict, row.value_verdict, row.national_value) == ("no_counterpart", None, None)


def test_points_of_a_hundred_are_percent() -> None:
    assert compared(figure("county", 95, unit="分"), figure("country", 90)).verdict == "above"


def test_less_is_better_by_the_sign_or_by_the_measure(reference: Reference) -> None:
    words = reference.words["lower_is_better"]
    assert compared(figure("county", 3, "<="), figure("country", 5, "<=")).verdict == "above"
    complaints = {"indicator": "居民住房质量投诉率", "indicator_id": "i3"}
    row = compared(figure("county", 6, "=", **complaints), figure("country", 5, "=", **complaints), words=words)
    assert row.verdict == "below"


def test_the_nearest_year_counts() -> None:
    row = compared(
        figure("county", 95, year=2018),
        figure("country", 90, year=2015, target_id="a"),
        figure("country", 96, year=2019, target_id="b"),
    )
    assert row.national_year == 2019


def test_figures_of_the_past_and_national_ones_get_no_row() -> None:
    assert compare([figure("county", 80, status="observation"), figure("country", 90)]) == []


def test_rows_come_in_the_order_of_the_text_whatever_the_order_of_the_query() -> None:
    rows = [figure("county", value, target_id=f"t{value}", start_char=value) for value in (30, 10, 20)]
    assert [row.value for row in compare(rows)] == [row.value for row in compare(rows[::-1])] == [10, 20, 30]
