"""Invented documents in every drafting convention are read as they were meant."""

from typing import TYPE_CHECKING

import pytest

from graph.reference import load_reference
from graph.scoring import Words
from tests.grammar import generate
from tests.grammar_scoring import Result, by_convention, score, totals, wrong_leads

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE = range(60)


@pytest.fixture(scope="module")
def read() -> "Sequence[Result]":
    return [score(generate(seed), load_reference()) for seed in SAMPLE]


def failures(read: "Sequence[Result]", name: str) -> str:
    """What went wrong in a list, to stand in the message of a failing test."""
    told = [
        f"{one.seed} {one.what} {one.tag}: {one.detail}" for each in read for one in each.failures if one.list == name
    ]
    return "\n".join(told[:40])


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("responsibilities", 0.99),
        ("attachment", 0.99),
        ("tasks", 0.99),
        ("targets", 0.99),
        ("cites", 0.99),
        ("metadata", 0.99),
    ],
)
def test_lists_are_read_as_they_were_meant(read: "Sequence[Result]", name: str, least: float) -> None:
    assert totals(read)[name].f1 >= least, failures(read, name)


def test_nobody_leads_what_no_phrase_says(read: "Sequence[Result]") -> None:
    assert wrong_leads(read) == 0, failures(read, "responsibilities")


def test_modes_and_stretches_are_those_of_the_wording(read: "Sequence[Result]") -> None:
    wrong = {key: count for key, count in by_convention(read).items() if key[1] in ("mode", "reach")}
    assert not wrong, failures(read, "responsibilities")


def test_signs_of_figures_are_those_of_the_wording(read: "Sequence[Result]") -> None:
    wrong = {key: count for key, count in by_convention(read).items() if key[1] in ("comparator", "unit")}
    assert not wrong, failures(read, "targets")


def test_the_same_seed_gives_the_same_document() -> None:
    assert generate(7).text == generate(7).text
    assert generate(7).gold == generate(7).gold
    assert generate(7).text != generate(8).text


def test_a_lost_duty_is_told_by_its_convention() -> None:
    """The measure itself: a document without its duty phrases misses all of them."""
    told = generate(1)
    bare = type(told)(told.seed, told.text.replace("负责", "做").replace("牵头", "做").replace("配合", "做"), told.gold)
    result = score(bare, load_reference())
    assert result.evaluation.lists["responsibilities"].score.recall < 0.5
    assert {one.tag for one in result.failures if one.what == "missed"} <= {
        row["tag"] for row in told.gold["responsibilities"] + told.gold["indicators"] + told.gold["cites"]
    }


@pytest.mark.parametrize("seed", range(0, 60, 6))
def test_the_truth_stands_in_the_text(seed: int) -> None:
    words, told = Words(load_reference()), generate(seed)
    text = words.plain(told.text)
    for row in told.gold["responsibilities"]:
        assert words.plain(row["quote"]) in text, row
        assert words.plain(row["covers"]) in text, row
    for name in ("tasks", "indicators", "cites"):
        assert all(words.plain(row["quote"]) in text for row in told.gold[name])


def test_the_sample_holds_every_convention() -> None:
    used = {
        row["tag"].partition(" @ ")[0].partition("+")[0].strip()
        for seed in SAMPLE
        for row in generate(seed).gold["responsibilities"]
    }
    places = {
        row["tag"].partition(" @ ")[2].partition(" ")[0]
        for seed in SAMPLE
        for row in generate(seed).gold["responsibilities"]
    }
    for wanted in (
        "role:A负责",
        "role:A牵头",
        "role:会同",
        "role:A、B按职责分工负责",
        "role:A(甲方面)、B(乙方面)牵头",
        "role:各县政府落实",
    ):
        assert wanted in used
    for wanted in (
        "name:level said once",
        "name:suffix said once",
        "name:two names",
        "name:ranks parted by commas",
        "name:leading group",
    ):
        assert wanted in used
    assert any(one.startswith("rule:以下均需") for one in used) and any(
        one.startswith("rule:first leads") for one in used
    )
    assert {"end", "each", "line", "two", "closing", "start", "heading", "item", "tabs", "cells"} <= places
