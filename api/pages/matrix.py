"""The responsibility matrix as a page: tasks down, departments across."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request, Response

from api.deps import StoreDep, answer, ask
from api.missing import missing
from api.pages.departments import regions_of
from api.pages.paging import GivenId, GivenState, PageNumber, cut
from api.pages.view import address, shown
from graph import parameters as p
from graph.answers.matrix import Matrix, MatrixDepartment, MatrixTask
from graph.answers.matrix import matrix as made
from graph.errors import NotFound
from graph.queries import DEPARTMENT, DOCUMENTS
from graph.rows import DocumentRow
from graph.store import GraphStore

router = APIRouter(include_in_schema=False)
_ROWS = 100  # tasks of a page
_DOCUMENTS = 300  # to choose from
_AT_ONCE = 40  # documents whose matrix is shown as one


@router.get("/ui/matrix")
async def matrix(
    request: Request,
    store: StoreDep,
    document: GivenId = None,
    region: GivenId = None,
    department: GivenId = None,
    state: GivenState = None,
    page: PageNumber = 1,
) -> Response:
    """The matrix of a document, a region, a department or all; each mark with its words and its address."""
    chosen = {"document": document, "region": region, "department": department, "state": state}
    documents = await _documents(store)
    if len(documents) > _AT_ONCE and not (document or region or department):
        found = Matrix((), ())  # too much to look at, and slow: a document or a place is to be chosen first
    else:
        found = await _made(store, chosen)
    tasks = cut(found.tasks, page, _ROWS)
    of_department = await ask(store, DEPARTMENT, p.DepartmentId(department)) if department else []
    return await shown(
        request,
        "matrix.html",
        tasks=tasks,
        total=len(found.tasks),
        departments=_marked(found.departments, tasks.rows),
        all_departments=len(found.departments),
        documents=documents,
        too_many=len(documents) > _AT_ONCE,
        regions=[row for row in await regions_of(store) if row.documents],
        department=of_department[0] if of_department else None,
        chosen=chosen,
        sheet=address("/exports/matrix.xlsx", **chosen),
        table=address("/exports/duties.docx", **chosen, part="table"),
        lists=address("/exports/duties.docx", **chosen, part="lists"),
        ledger=address("/ui/ledger", **chosen),
        picture=address(
            "/ui/pictures/responsibilities", document_id=document, region_id=region, department_id=department
        ),
    )


async def _made(store: GraphStore, chosen: Mapping[str, str | None]) -> Matrix:
    """The matrix; a Problem for an unknown id."""
    try:
        return await answer(made, store, *chosen.values(), slow=True)
    except NotFound as error:
        label, node_id = next((name, value) for name, value in chosen.items() if value)
        raise await missing(store, (label.capitalize(),), node_id) from error


def _marked(departments: Sequence[MatrixDepartment], tasks: Sequence[MatrixTask]) -> list[MatrixDepartment]:
    """The columns that have a mark in these rows."""
    marked = {department for task in tasks for department in task.cells}
    return [one for one in departments if one.department_id in marked]


async def _documents(store: GraphStore) -> Sequence[DocumentRow]:
    """The documents to choose from: those that say who answers for something."""
    rows = await ask(store, DOCUMENTS, p.DocumentFilter(limit=_DOCUMENTS))
    return [row for row in rows if row.tasks]
