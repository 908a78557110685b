"""Evaluate: what was found against an annotation, list by list."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.errors import SourceError
from graph.evaluate import LISTS, Evaluation, evaluate, read_gold, summary
from graph.project import project
from graph.reference import Reference
from graph.scoring import Score, Words, matched
from tests.drafting import Draft

TEXT = """通辽市质量工作方案
通政发〔2016〕3号
根据《质量发展纲要(2011-2020年)》(国发〔2012〕9号)。
1.提升产品质量。到2018年产品质量合格率达到92%以上。(市质监局牵头,市财政局配合)
评选市长质量奖。
"""
GOLD: dict[str, Any] = {
    "document": {
        "title": "通辽市质量工作方案",
        "doc_number": "通政发〔2016〕3号",
        "issuer": None,
        "issue_date": None,
        "region": "通辽市",
    },
    "cites": [
        {
            "title": "质量发展纲要(2011-2020年)",
            "doc_number": "国发〔2012〕9号",
            "relation": "derives_from",
            "quote": "根据",
        }
    ],
    "tasks": [{"path": ["1.提升产品质量"], "title": "提升产品质量"}],
    "responsibilities": [
        {
            "marker": "市质监局牵头,市财政局配合",
            "covers": "提升产品质量。到2018年",
            "leads": ["市质监局"],
            "cooperates": ["市财政局"],
            "quote": "(市质监局牵头,市财政局配合)",
        }
    ],
    "indicators": [{"name": "产品质量合格率", "value": 92, "unit": "%", "comparator": ">=", "year": 2018}],
    "projects": [],
    "awards": [{"name": "市长质量奖"}],
    "departments": [{"name": "市质监局"}, {"name": "通辽市财政局"}],
}


def evaluated(reference: Reference, gold: dict[str, Any] = GOLD, leads: str = "市质监局") -> Evaluation:
    draft = Draft(TEXT, "通辽市质量工作方案", doc_number="通政发〔2016〕3号")
    draft.governs("通辽市")
    draft.cites("DERIVES_FROM", "质量发展纲要(2011-2020年)", doc_number="国发〔2012〕9号")
    task = draft.task("提升产品质量", ("1.提升产品质量",), "配合)", number="1.")
    draft.target("产品质量合格率92%", "92%", "产品质量合格率", value=92, unit="%", year=2018)
    phrase = "(市质监局牵头,市财政局配合)"
    for office, relation in ((leads, "LEADS"), ("市财政局", "COOPERATES")):
        draft.say(draft.named("Department", office), relation, task, phrase)
    draft.say(draft.document, "NAMES", draft.named("Award", "市长质量奖", level="prefecture"))
    return evaluate("G1", gold, project(draft.reading(), reference), reference)


def test_what_is_all_right_scores_one_everywhere(reference: Reference) -> None:
    found = evaluated(reference)
    assert set(found.lists) == set(LISTS) - {"projects", "project_bodies"}
    assert {name: row.score.f1 for name, row in found.lists.items()} == dict.fromkeys(found.lists, 1.0)
    assert (found.leads, found.wrong_leads) == (1, 0)


def test_a_wrong_lead_is_missed_and_invented(reference: Reference) -> None:
    found = evaluated(reference, leads="市财政局")
    assert found.lists["responsibilities"].score == Score(right=1, invented=1, missed=1)
    assert (found.leads, found.wrong_leads) == (1, 1)
    assert found.lists["responsibilities"].missed[0]["names"] == ["市质监局"]


def test_optional_rows_are_never_missed_and_scored_names_the_lists(reference: Reference) -> None:
    optional = [*GOLD["awards"], {"name": "驰名商标", "optional": True}]
    found = evaluated(reference, GOLD | {"awards": optional, "scored": ["awards", "responsibilities"]})
    assert set(found.lists) == {"awards", "responsibilities", "attachment"}
    assert found.lists["awards"].score == Score(right=1)


def test_a_figure_needs_its_value_and_a_near_name(reference: Reference) -> None:
    for change in ({"value": 93}, {"name": "节水灌溉面积"}, {"year": 2020}):
        found = evaluated(reference, GOLD | {"indicators": [{**GOLD["indicators"][0], **change}]})
        assert found.lists["targets"].score == Score(invented=1, missed=1)


def test_wrong_metadata_counts_both_ways(reference: Reference) -> None:
    document = GOLD["document"] | {"doc_number": "通政发〔2016〕30号", "issue_date": "2016-01-01"}
    found = evaluated(reference, GOLD | {"document": document})
    assert found.lists["metadata"].score == Score(right=2, invented=1, missed=2)


def test_the_summary_adds_documents_up(reference: Reference) -> None:
    rows = summary([evaluated(reference), evaluated(reference, leads="市财政局")])
    [row] = [row for row in rows if (row["document"], row["list"]) == ("ALL", "responsibilities")]
    assert (row["right"], row["invented"], row["missed"]) == (3, 1, 1)
    assert rows[-1]["list"] == "macro"


def test_each_row_is_paired_once(reference: Reference) -> None:
    words = Words(reference)
    wanted = [{"name": "质量奖"}, {"name": "市长质量奖"}]
    found = [{"name": "市长质量奖"}]
    result = matched(wanted, found, lambda one, other: words.similar(one["name"], other["name"]), 0.5)
    assert (result.score, result.missed) == (Score(right=1, missed=1), ({"name": "质量奖"},))


def test_names_are_compared_simplified_and_without_signs(reference: Reference) -> None:
    words = Words(reference)
    assert words.similar("質量發展綱要（2011—2020年）", "质量发展纲要(2011-2020年)") == 1.0
    assert words.similar("质量", "") == 0.0


def test_annotations_are_read_and_others_refused(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(json.dumps(GOLD), "utf-8")
    assert [name for name, _ in read_gold(tmp_path)] == ["b"]
    (tmp_path / "c.json").write_text("[]", "utf-8")
    with pytest.raises(SourceError, match=r"c\.json"):
        list(read_gold(tmp_path))
    with pytest.raises(SourceError):
        list(read_gold(tmp_path / "none"))
