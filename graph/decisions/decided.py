"""The decisions of a store as rows, as a file, and back from a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from graph.decisions.decision import Decision, from_line, in_force, spoken
from graph.errors import SourceError, StoreError

_LARGEST = 50_000_000  # bytes of a file of decisions


@dataclass(slots=True, kw_only=True)
class DecisionRow:
    """One decision; `in_force` is false where a later one about the same replaced it or took it back."""

    TABLE: ClassVar = ("id", "says", "who", "when", "why", "in_force")

    id: str
    verdict: str
    about: list[str]
    says: str
    who: str
    when: str
    why: str | None
    in_force: bool
    told: dict[str, object]


def rows_of(decisions: Iterable[Decision]) -> list[DecisionRow]:
    """All decisions, in the order in which they were made."""
    known = list(decisions)
    ruling = {each.id for each in in_force(known)}
    return [row_of(each, each.id in ruling) for each in known]


def row_of(decision: Decision, ruling: bool = True) -> DecisionRow:
    """One decision as a row."""
    return DecisionRow(
        id=decision.id,
        verdict=decision.verdict,
        about=list(decision.about),
        says=spoken(decision),
        who=decision.who,
        when=decision.when,
        why=decision.why or None,
        in_force=ruling,
        told={name: list(value) if isinstance(value, tuple) else value for name, value in decision.told.items()},
    )


def read_decisions(path: Path) -> list[Decision]:
    """The decisions of a file, a line of JSON each; SourceError, with the line, where it is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise SourceError(f"{path} is larger than {_LARGEST // 10**6} MB: no file of decisions · 文件太大")
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error} · 文件打不开") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is no UTF-8: export decisions with `zhitu decisions export` · 编码不对") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(from_line(line))
            except StoreError as error:
                raise SourceError(
                    f"{path}: line {number}: {error}; nothing was imported · 第 {number} 行有误"
                ) from error
    return found
