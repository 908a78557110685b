import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import CHINESE_DIGITS, chinese_number, number, tidy

_SIGNS = "零一二三四五六七八九"


def _in_chinese(value: int) -> str:
    """Numbers below 10,000 as they are written out."""
    words, pending = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            words += ("零" if pending and words else "") + _SIGNS[digit] + sign
        pending = not digit
    return words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("98.5", 98.5), ("1,000", 1000), ("12,345.60", 12345.6), ("96", 96), ("0.35", 0.35),
        ("十", 10), ("二十三", 23), ("一百零五", 105), ("三千", 3000), ("一万二千", 12000), ("两", 2), ("二〇二五", 2025),
        ("五百亿", 50_000_000_000),
    ],
)  # fmt: skip
def test_numbers_are_read(text: str, value: float) -> None:
    assert number(text) == value
    assert isinstance(number(text), int) == isinstance(value, int)


@pytest.mark.parametrize("text", ["", "三四", "半", "第一", "1.2.3", "9" * 40, "-"])
def test_what_is_no_number_gives_none(text: str) -> None:
    assert number(text) is None


@given(st.integers(1, 9999))
def test_a_written_number_is_read_back(value: int) -> None:
    assert chinese_number(_in_chinese(value)) == value


@given(st.text(alphabet=CHINESE_DIGITS, max_size=12))
def test_any_string_of_numerals_is_a_number_or_none(text: str) -> None:
    value = chinese_number(text)
    assert value is None or value >= 0


def test_integral_values_are_integers() -> None:
    assert tidy(90.0) == 90
    assert isinstance(tidy(90.0), int)
    assert tidy(0.1 + 0.2) == 0.3
