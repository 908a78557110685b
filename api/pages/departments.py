"""Departments: the list, and one with what it leads, shares and takes part in."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from api.decisions import department_of
from api.deps import StoreDep, ask
from api.pages.paging import (
    GivenDay,
    GivenDepartmentKind,
    GivenId,
    GivenLevel,
    GivenState,
    PageNumber,
    paged,
)
from api.pages.view import address, shown
from api.params import Id
from graph import parameters as p
from graph.answers.matrix import COOPERATE, LEAD, MARKS, SHARED, mark_of
from graph.decisions.standing import standing
from graph.queries import (
    DEPARTMENTS,
    REGIONS,
    RESPONSIBILITIES_OF_DEPARTMENT,
    SUCCESSION_OF_DEPARTMENT,
)
from graph.rows import RegionRow, ResponsibilityRow
from graph.store import GraphStore

router = APIRouter(include_in_schema=False)
_DUTIES = 500  # rows of a page
_REGIONS = 400  # places to choose from


@router.get("/ui/departments")
async def departments(
    request: Request,
    store: StoreDep,
    region: GivenId = None,
    level: GivenLevel = None,
    kind: GivenDepartmentKind = None,
    page: PageNumber = 1,
) -> Response:
    """Departments, those of a region, level or kind if wanted."""
    asked = p.DepartmentFilter(kind=kind, region_id=region, level=level)
    return await shown(
        request,
        "departments.html",
        departments=await paged(store, DEPARTMENTS, asked, page),
        regions=[row for row in await regions_of(store) if row.departments],
        chosen={"region": region, "level": level, "kind": kind},
    )


@router.get("/ui/departments/{department_id}")
async def department(
    request: Request,
    store: StoreDep,
    department_id: Id,
    page: PageNumber = 1,
    as_of: GivenDay = None,
    state: GivenState = None,
) -> Response:
    """One department: who came before and after, and its duties in three parts, each row with its words."""
    row = await department_of(store, department_id)
    asked = p.DepartmentId(row.department_id)
    wanted = p.DepartmentResponsibilities(row.department_id, as_of=as_of, state=state)
    duties = await paged(store, RESPONSIBILITIES_OF_DEPARTMENT, wanted, page, _DUTIES)
    return await shown(
        request,
        "department.html",
        department=row,
        succession=await ask(store, SUCCESSION_OF_DEPARTMENT, asked),
        as_of=as_of,
        state=state,
        standing=standing(row.department_id, row.department, as_of, back=True) if as_of else None,
        duties=duties,
        parts=_by_mark(duties.rows),
        total=None if as_of or state else row.leads + row.cooperates,
        picture=address("/ui/pictures/responsibilities", department_id=row.department_id),
        matrix=address("/ui/matrix", department=row.department_id),
    )


async def regions_of(store: GraphStore) -> Sequence[RegionRow]:
    """The places to choose from in a form."""
    return await ask(store, REGIONS, p.RegionFilter(limit=_REGIONS))


def _by_mark(duties: Sequence[ResponsibilityRow]) -> list[tuple[str, list[ResponsibilityRow]]]:
    """Duties by their mark: leads, shared ones, the others."""
    parts: dict[str, list[ResponsibilityRow]] = {mark: [] for mark in (LEAD, SHARED, COOPERATE)}
    for duty in duties:
        parts[mark_of(duty.role, duty.mode)].append(duty)
    return [(mark, parts[mark]) for mark in MARKS]
