"""Until when: the words that say a date plainly, and those that say none."""

from datetime import date

import pytest

from graph.answers.recurrence import PERIODS, first_due, next_due, period_of
from graph.deadlines import deadline_in_cell, deadline_of, due_of_target, recurrence_of


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("2016年底前完成风险清单", "2016年底前", "2016-12-31"),
        ("2018年6月底前印发办法", "2018年6月底前", "2018-06-30"),
        ("2024年2月底前", "2024年2月底前", "2024-02-29"),
        ("2019年三季度末建成平台", "2019年三季度末", "2019-09-30"),
        ("2021年上半年前", "2021年上半年前", "2021-06-30"),
        ("2022年10月中旬前", "2022年10月中旬前", "2022-10-20"),
        ("“十二五”末完成改造", "“十二五”末", "2015-12-31"),
        ("“十四五”期末前全部接入", "“十四五”期末前", "2025-12-31"),
        ("十五五末前建成", "十五五末前", "2030-12-31"),
        ("2016年12月份前完成", "2016年12月份前", "2016-12-31"),
        ("2021年6月底前启动,2023年底前完成", "2023年底前", "2023-12-31"),
        ("建设平台。(市质监局牵头,2023年上半年)", "2023年上半年", "2023-06-30"),
        ("建设平台。(市质监局牵头,2021-2023年)。", "2021-2023年", "2023-12-31"),
        ("今年年底前建成平台", "今年年底前", "2014-12-31"),
        ("明年3月底前建成平台", "明年3月底前", "2015-03-31"),
        ("年内完成改造", "年内", "2014-12-31"),
        ("平台建设。(市质监局牵头,年底前完成)", "年底前完成", "2014-12-31"),
    ],
)
def test_a_deadline_in_a_sentence(text: str, words: str, day: str) -> None:
    told = deadline_of(text, issued="2014-05-08")
    assert (told["deadline_text"], told["deadline"]) == (words, day)


@pytest.mark.parametrize(
    "text",
    [
        "到2020年合格率达到95%",
        "“十二五”末达到90%",
        "“十三五”规划要求",
        "二十五末前",
        "第十五期末前",
        "长期坚持",
        "持续推进",
        "2016年底前试点,2018年底前推开",
        "每年12月底前报送",
        "3月底前报送",  # of the next year, or of none
        "年内开展检查",
        "五年内翻一番",
        "(市质监局牵头,每年9月)",
    ],
)
def test_no_deadline_in_a_sentence(text: str) -> None:
    assert "deadline" not in deadline_of(text, issued="2014-05-08")


def test_what_lasts_keeps_its_words() -> None:
    assert deadline_of("建设平台。(市质监局牵头,长期坚持)") == {"deadline_text": "长期坚持"}
    assert deadline_of("今年底前建成平台") == {}, "nobody knows which year"


def test_a_month_of_each_year() -> None:
    told = deadline_of("每年9月组织质量月活动")
    assert told == {"deadline_text": "每年9月", "recurrence": "每年"}
    period = period_of("每年", "每年9月")
    assert period is not None
    first = first_due(period, date(2014, 5, 8))
    assert first == date(2014, 9, 30)
    assert next_due(period, first, date(2016, 10, 1)) == date(2017, 9, 30)
    assert first_due(period, date(2014, 10, 8)) == date(2015, 9, 30)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2016年", "2016-12-31"),
        ("2021年—2023年", "2023-12-31"),
        ("2021年3月至2022年6月", "2022-06-30"),
        ("2022年第二季度", "2022-06-30"),
        ("“十四五”期间", "2025-12-31"),
        ("长期坚持", None),
        ("持续推进", None),
        ("十五日内", None),
        ("十五个工作日", None),
        ("2015年3月,2016年4月", None),
    ],
)
def test_a_cell_under_the_head_of_deadlines(cell: str, day: str | None) -> None:
    told = deadline_in_cell(cell)
    assert told.get("deadline") == day
    assert day or told["deadline_text"] == cell


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("抽查合格率达到95%以上", (None, "2020-12-31")),
        ("到2020年抽查合格率达到95%", ("2020年", "2020-12-31")),
        ("到2020年6月底抽查合格率达到95%", ("2020年6月底", "2020-06-30")),
        ("“十三五”末抽查合格率达到95%", ("“十三五”末", "2020-12-31")),
        ("到2018年达到93%,到2020年达到95%", ("2020年", "2020-12-31")),
    ],
)
def test_a_figure_is_due_at_the_end_of_its_year_unless_more_is_said(text: str, due: tuple[str | None, str]) -> None:
    assert due_of_target(text, 2020) == due


def test_what_comes_again() -> None:
    assert recurrence_of("每年开展一次质量状况分析") == "每年"
    assert recurrence_of("每季度通报,每年考核") is None
    assert recurrence_of("2016年底前完成") is None


@pytest.mark.parametrize(
    ("words", "first", "following"),
    [
        ("每周", "2014-05-11", "2016-03-20"),  # a Sunday
        ("每月", "2014-05-31", "2016-03-31"),
        ("每季度", "2014-06-30", "2016-03-31"),
        ("每半年", "2014-06-30", "2016-06-30"),
        ("每年", "2014-12-31", "2016-12-31"),
        ("每两年", "2015-12-31", "2017-12-31"),
        ("每五年", "2018-12-31", "2018-12-31"),
    ],
)
def test_the_days_on_which_it_falls_due(words: str, first: str, following: str) -> None:
    period = PERIODS[words]
    begun = first_due(period, date(2014, 5, 8))
    assert begun is not None and begun.isoformat() == first
    found = next_due(period, begun, date(2016, 3, 15))
    assert found is not None and found.isoformat() == following
    assert next_due(period, begun, found) == found, "due on that very day"
    assert next_due(period, begun, date(2016, 3, 15), last=date(2015, 12, 31)) is None
    assert next_due(period, begun, date.max) in (date.max, None), "the calendar ends"


def test_each_word_of_recurrence_is_known() -> None:
    words = ["每周", "每月", "每季", "每季度", "每半年", "每年", "每两年", "每二年", "每三年", "每五年"]
    assert [recurrence_of(f"{word}一次") for word in words] == words
    assert set(words) == set(PERIODS)
