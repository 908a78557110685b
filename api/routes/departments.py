"""Departments, who came before and after them, and what they answer for."""

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from api.answers import WantedDep, as_json, listed, listing, one
from api.decisions import department_of
from api.deps import StoreDep, ask
from api.known import StrictRoute
from api.models import many, told
from api.params import AsOf, DepartmentKind, Id, InDocuments, Level, OfDocument, OfRegion, OfRole, OfState, OnDay
from graph import parameters as p
from graph.decisions.standing import standing
from graph.queries import (
    DEPARTMENTS,
    RESPONSIBILITIES,
    RESPONSIBILITIES_OF_DEPARTMENT,
    SUCCESSION_OF_DEPARTMENT,
)
from graph.rows import DepartmentRow, OfficeDutyRow, ResponsibilityRow, SuccessionRow

router = APIRouter(route_class=StrictRoute, tags=["部门 · Departments"])


class HolderModel(BaseModel):
    """An office that held the function on a date."""

    office: str
    department_id: str
    extent: Literal["whole", "part", "places"] = Field(
        description="全部 whole、部分职责 part、只在部分地区 places · how much of it went over"
    )
    until: int | None = Field(description="到哪一年改革为止 · the year of the reform that took it over")


class StandingModel(BaseModel):
    """Who a department is on a date: the offices, and the reforms between.

    `offices` are those that held the function, without those of which only a part went over later; `holders` has all.
    """

    as_of: str
    offices: list[str]
    succession: list[str]
    certain: bool = Field(description="唯一且整体承接 · whether one office alone took over the whole, at each step")
    holders: list[HolderModel]
    handed_over: list[str] = Field(description="已划出的个别职责 · reforms that took single duties from the office")
    not_yet: int | None = Field(
        description="国家机构改革中设立的年份,当日尚未设立 · the year in which it came, if later"
    )
    perhaps: bool = Field(description="当地可能已先行设立 · some places had one before that year")


def _standing(row: DepartmentRow, as_of: str) -> dict[str, object]:
    return {"as_of": as_of, **asdict(standing(row.department_id, row.department, as_of, back=True))}


@router.get("/departments", summary="部门 · Departments", **listing(DepartmentRow))
async def departments(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    region: OfRegion = None,
    level: Annotated[Level | None, Query(description="部门的层级 · level of the department")] = None,
    kind: DepartmentKind | None = None,
) -> Response:
    """Departments, with how often they lead and cooperate."""
    return await listed(request, store, DEPARTMENTS, p.DepartmentFilter(kind=kind, region_id=region, level=level), want)


@router.get(
    "/departments/{department_id}",
    summary="一个部门 · One department",
    **one(DepartmentRow, succession=many(SuccessionRow), as_of=(StandingModel | None, None)),
)
async def department(request: Request, store: StoreDep, department_id: Id, as_of: OnDay = None) -> Response:
    """One department: aliases, region, how often it leads; which came before and after it, and who it is on a date."""
    row = await department_of(store, department_id)
    succession = await ask(store, SUCCESSION_OF_DEPARTMENT, p.DepartmentId(row.department_id))
    standing = _standing(row, as_of) if as_of else None
    return as_json(request, {**told(row), "succession": [told(each) for each in succession], "as_of": standing})


@router.get(
    "/departments/{department_id}/responsibilities",
    summary="一个部门牵头、负责、配合什么 · What a department leads and where it cooperates",
    **listing(OfficeDutyRow),
)
async def responsibilities_of_department(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    department_id: Id,
    role: OfRole = None,
    document: OfDocument = None,
    region: OfRegion = None,
    as_of: AsOf = None,
    state: OfState = None,
) -> Response:
    """Each with role, mode, scope and the words that it rests on.

    as_of keeps documents in force on that date, and tells what the office is called by then (offices, succession); it
    adds the duties of offices that it took over from (inherited), certain where no other office may have them now.
    """
    asked = p.DepartmentResponsibilities(department_id, role, document, region, as_of, state)
    return await listed(request, store, RESPONSIBILITIES_OF_DEPARTMENT, asked, want)


@router.get("/responsibilities", summary="全部责任 · All responsibilities", **listing(ResponsibilityRow))
async def responsibilities(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    chosen: InDocuments,
    role: OfRole = None,
) -> Response:
    """Who answers for what, of all documents or some."""
    asked = p.ResponsibilityFilter(role=role, **chosen)
    return await listed(request, store, RESPONSIBILITIES, asked, want)
