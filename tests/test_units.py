"""Units: which figures may be compared, and how one reads in the other's unit."""

import pytest

from graph.units import brought, same_unit


@pytest.mark.parametrize(
    ("value", "unit", "other", "read"),
    [
        (85, "分", "%", 85),
        (35, "‰", "%", 3.5),
        (2, "万户", "家", 20_000),
        (1.5, "亿元", "万元", 15_000),
        (3, "千万元", "元", 30_000_000),
        (1.2, "万亿元", "亿元", 12_000),
        (12, "件", "个", 12),
        (1.5, "万亩", "公顷", 1_000),
        (2, "吨", "千克", 2_000),
        (0.5, "个百分点", "百分点", 0.5),
        (7, None, "家", 7),
        (7, "家", None, 7),
    ],
)
def test_a_figure_is_brought_to_the_other_unit(value: float, unit: str | None, other: str | None, read: float) -> None:
    assert same_unit(unit, other)
    assert brought(value, unit, other) == pytest.approx(read)


@pytest.mark.parametrize(
    ("unit", "other"),
    [("%", "家"), ("%", "百分点"), ("元", "家"), ("人次", "人"), ("千瓦", "瓦"), ("批次", "个"), ("件/万人", "件")],
)
def test_other_units_are_not_compared(unit: str, other: str) -> None:
    assert not same_unit(unit, other)
    assert not same_unit(other, unit)


def test_points_of_percent_are_percent_only_in_a_change() -> None:
    assert same_unit("个百分点", "%", of_change=True)
    assert not same_unit("个百分点", "家", of_change=True)
