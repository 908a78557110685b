"""What an audit finds: a kind, how grave it is, the words on which it rests, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph.model import Span, content_id

Severity = Literal["high", "medium", "low"]

KINDS: dict[str, str] = {
    "conflicting_lead": "同一工作牵头不一致",
    "conflicting_cooperator": "同一工作配合不一致",
    "conflicting_value": "同一指标数值不一致",
    "conflicting_year": "同一事项时限不一致",
    "conflicting_status": "同一事项状态或性质不一致",
    "conflicting_citation": "同一文件引用不一致",
    "shared_without_lead": "多家负责而无牵头",
    "joint_lead": "多家共同牵头",
    "task_without_lead": "任务无牵头单位",
    "vague_responsible_body": "责任单位不明确",
    "department_anachronism": "机构名称与时期不符",
    "target_below_national": "目标不及国家目标",
    "target_below_upstream": "目标不及上级目标",
    "target_below_baseline": "目标低于现状",
    "target_not_above_baseline": "目标未高于现状",
    "target_without_value": "指标无数值",
    "missing_unit": "指标无单位",
    "unit_mismatch": "同一指标单位不一致",
    "past_period": "时限已过或在规划期外",
    "inconsistent_total": "分项之和与总数不符",
    "numbering": "序号重复或缺失",
    "duplicate_text": "文字重复",
    "incomplete_citation": "引用缺文号",
    "outdated_reference": "引用的文件已过期",
    "missing_year": "目标无年份",
    "missing_metadata": "文号或日期缺失",
    "wrong_doc_number": "文号与已知文件不符",
    "unknown_body": "机构名称待核",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in one document; places are offsets into its text, one for each quote, in the order of the text."""

    kind: str
    severity: Severity
    quotes: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    why: str
    beside: str = ""  # the words of another document that it rests on too

    def id_in(self, document_id: str) -> str:
        """Stable while the document says the same words, so that what a person has dealt with stays so."""
        return content_id("finding", document_id, self.kind, *sorted(set(self.quotes)))


def finding(kind: str, severity: Severity, spans: Iterable[Span], why: str, beside: str = "") -> Finding:
    """A finding on these words, each place once."""
    told = sorted({(span.start_char, span.end_char): span.quote for span in spans if span.quote}.items())
    return Finding(kind, severity, tuple(quote for _, quote in told), tuple(place for place, _ in told), why, beside)
