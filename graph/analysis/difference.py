"""One difference between two versions of a document, and the kinds that there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from graph.analysis.edition import Duty, Words

KINDS = {  # in the order in which they are told, each with its heading
    "clause_new": "任务增减", "clause_gone": "任务增减", "renamed": "任务增减",
    "lead_changed": "责任单位", "lead_gained": "责任单位", "lead_lost": "责任单位", "role_changed": "责任单位",
    "body_succeeded": "责任单位", "duty_gained": "责任单位", "duty_lost": "责任单位",
    "target_changed": "指标", "target_new": "指标", "target_gone": "指标",
    "deadline_changed": "完成时限",
    "citation_new": "依据和引用", "citation_gone": "依据和引用", "citation_changed": "依据和引用",
    "reworded": "文字修改",
    "moved": "只移动位置",
}  # fmt: skip
MOVED = "moved"  # the kind that is no change


@dataclass(slots=True, kw_only=True)
class Difference:
    """One difference, as a sentence, with the words of both versions and their places; `moved` is no change."""

    TABLE: ClassVar = ("kind", "sentence", "former_quote", "current_quote")

    kind: str
    sentence: str
    subject: str
    departments: list[str] = field(default_factory=list)
    former: str | None = None
    current: str | None = None
    former_quote: str | None = None
    former_path: list[str] | None = None
    former_start_char: int | None = None
    former_end_char: int | None = None
    former_key: str | None = None
    current_quote: str | None = None
    current_path: list[str] | None = None
    current_start_char: int | None = None
    current_end_char: int | None = None
    current_key: str | None = None


def difference(
    kind: str,
    sentence: str,
    subject: str,
    duties: Iterable[Duty],
    words: tuple[Words | None, Words | None],
    values: tuple[str | None, str | None] = (None, None),
) -> Difference:
    """A difference with the words of both sides and, of what has a value, the two values."""
    one = Difference(kind=kind, sentence=sentence, subject=subject, former=values[0], current=values[1])
    one.departments = list(dict.fromkeys(duty.name for duty in duties))
    for side, told in zip(("former", "current"), words, strict=True):
        if told is not None:
            setattr(one, f"{side}_quote", told.quote)
            setattr(one, f"{side}_path", list(told.path))
            setattr(one, f"{side}_start_char", told.start_char)
            setattr(one, f"{side}_end_char", told.end_char)
            setattr(one, f"{side}_key", told.key)
    return one
