"""Decisions of people: what was decided, a new one, and what waits for one."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.answers import as_json, problems
from api.decisions import decided
from api.deps import SettingsDep, StoreDep, answer, writing
from api.known import StrictRoute
from api.models import many, model_of, told
from api.params import Role
from graph.decisions.decided import DecisionRow, rows_of
from graph.decisions.deciding import Said
from graph.decisions.review import MOST, ReviewRow, review
from graph.reference import load_reference

router = APIRouter(route_class=StrictRoute, tags=["决定 · Decisions"])
Verdict = Literal["same", "different", "unsure", "correct", "certified", "dealt_with", "withdrawn"]
_Id = Annotated[str, Field(min_length=1, max_length=300)]
_Name = Annotated[str, Field(min_length=1, max_length=300)]
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "unchanged"}}


class DecisionQuestion(BaseModel, extra="forbid"):
    """What a person decides; who signs it is told by name."""

    verdict: Annotated[
        Verdict, Field(description="same 同一, different 不同, correct 更正, certified 签署, withdrawn 撤回")
    ]
    about: Annotated[
        list[_Id],
        Field(min_length=1, max_length=2, description="编号 · ids of nodes, key of an edge, id of a decision"),
    ]
    who: Annotated[str, Field(min_length=1, max_length=100, description="姓名 · who decides")]
    why: Annotated[str, Field(max_length=2000, description="理由 · the reason")] = ""
    when: Annotated[str, Field(max_length=40, description="时间,默认现在 · ISO date or time, now unless told")] = ""
    right: Annotated[list[_Name], Field(max_length=20, description="正确的单位 · the bodies that really answer")] = []
    role: Annotated[Role | None, Field(description="LEADS 牵头, COOPERATES 配合")] = None
    no_duty: Annotated[bool, Field(description="不是责任 · it is no duty at all")] = False

    @property
    def said(self) -> Said:
        """The same for the one who makes the record."""
        right = tuple(self.right)
        role = self.role or ""
        return Said(self.verdict, tuple(self.about), self.who, self.why, self.when, right, role, self.no_duty)


class DecisionPage(BaseModel):
    """Decisions, the latest first; total counts them all."""

    items: list[model_of(DecisionRow)]  # type: ignore[valid-type]
    total: int


class ReviewModel(BaseModel):
    """What waits for a person, best first."""

    pairs: many(ReviewRow)[0]  # type: ignore[valid-type]
    phrases: many(ReviewRow)[0]  # type: ignore[valid-type]
    decisions: many(ReviewRow)[0]  # type: ignore[valid-type]


@router.get("/decisions", summary="已作的决定 · Decisions", response_model=DecisionPage, responses=_UNCHANGED)
async def decisions(
    request: Request,
    store: StoreDep,
    in_force: Annotated[bool | None, Query(description="只看有效的 · those that no later one replaced")] = None,
    skip: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """What people decided, with name, time and reason; the latest first."""
    rows = [row for row in reversed(rows_of(await answer(store.decisions))) if in_force in (None, row.in_force)]
    return as_json(request, {"items": [told(row) for row in rows[skip : skip + limit]], "total": len(rows)})


@router.post(
    "/decisions",
    summary="作一项决定 · Decide",
    status_code=201,
    response_model=model_of(DecisionRow),
    responses=problems(401, 403, 404),
    dependencies=[Depends(writing)],
)
async def make_decision(question: DecisionQuestion, settings: SettingsDep, _: StoreDep) -> dict[str, Any]:
    """Kept with name and reason and applied at once; what contradicts it or is not there changes nothing."""
    return asdict(await answer(decided, settings, question.said, lane="upload"))


@router.get(
    "/review", summary="待人决定的事项 · What waits for a person", response_model=ReviewModel, responses=_UNCHANGED
)
async def what_waits(
    request: Request,
    store: StoreDep,
    limit: Annotated[int, Query(ge=1, le=MOST, description="每类最多几项 · at most of each kind")] = 50,
) -> Response:
    """Pairs that may be one with a document's words for each, half understood phrases, decisions that do not apply."""
    found = await answer(review, store, load_reference(), limit, slow=True)
    return as_json(request, {kind: [told(row) for row in rows] for kind, rows in found.items()})
