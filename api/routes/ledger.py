"""The supervision ledger, and the files that offices circulate: matrix, duties and ledger."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answers import SHEET, WantedDep, listing, problems, tagged
from api.computed import computed
from api.deps import StoreDep, answer
from api.known import StrictRoute
from api.missing import missing
from api.params import LedgerDay, OfDepartment, OfDocument, OfRegion, OfState
from api.problems import Problem
from graph.analysis.ledger import WITHIN, LedgerRow, Status
from graph.answers.ledger import MOST_WITHIN
from graph.answers.ledger import ledger as made
from graph.answers.matrix import Matrix
from graph.answers.matrix import matrix as made_matrix
from graph.errors import NotFound
from graph.store import GraphStore
from visualize.duties import Part, duties_document
from visualize.ics import calendar_file
from visualize.ledger import ledger_document, ledger_workbook
from visualize.matrix import workbook

router = APIRouter(route_class=StrictRoute, tags=["督办 · Supervision"])
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CALENDAR = "text/calendar; charset=utf-8"
_MEDIA = {"xlsx": SHEET, "docx": WORD, "ics": CALENDAR}


def _file(*media: str) -> dict[str, Any]:
    """For OpenAPI: a route that answers with a file."""
    content = {one.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for one in media}
    return {
        "response_class": Response,
        "responses": {200: {"content": content}, 304: {"description": "unchanged"}, **problems(404)},
    }


async def of_matrix(
    document: OfDocument = None, region: OfRegion = None, department: OfDepartment = None, state: OfState = None
) -> dict[str, str | None]:
    """What a matrix or ledger is narrowed by."""
    return {"document_id": document, "region_id": region, "department_id": department, "state": state}


Narrowed = Annotated[dict[str, str | None], Depends(of_matrix)]
Within = Annotated[
    int, Query(ge=0, le=MOST_WITHIN, description="多少天以内算即将到期 · days in which what is due is upcoming")
]
OfStatus = Annotated[
    Status | None,
    Query(description="overdue 期限已过, upcoming 即将到期, later 未到期, recurring 周期性, undated 无期限"),
]


async def of_ledger(
    chosen: Narrowed, as_of: LedgerDay = None, within: Within = WITHIN, status: OfStatus = None
) -> dict[str, Any]:
    """What a ledger is asked for; as of today unless told."""
    return {**chosen, "as_of": date.fromisoformat(as_of) if as_of else date.today(), "within": within, "status": status}


Asked = Annotated[dict[str, Any], Depends(of_ledger)]


@router.get("/ledger", summary="督办台账 · The supervision ledger", **listing(LedgerRow))
async def ledger(request: Request, store: StoreDep, want: WantedDep, asked: Asked) -> Response:
    """Tasks and figures with who answers for them and until when; what is due longest ago first.

    What comes again (每年) has its next due day, what has no date comes last.
    """
    rows = await _rows(store, asked)
    if want.format == "xlsx" and want.cursor is None:  # as /exports has it
        content = await answer(ledger_workbook, rows[: want.limit], asked["as_of"], str(request.base_url), slow=True)
        return _saved(request, content, "督办台账", "xlsx")
    return await computed(request, rows, LedgerRow, "ledger", want)


@router.get("/exports/matrix.xlsx", summary="责任矩阵 Excel · The matrix as Excel", **_file(SHEET))
async def export_matrix(request: Request, store: StoreDep, chosen: Narrowed) -> Response:
    """A cover, the matrix, every edge behind it, and a sheet for each department."""
    found = await _matrix(store, chosen)
    content = await answer(workbook, found, str(request.base_url), slow=True)
    return _saved(request, content, "责任矩阵", "xlsx")


@router.get("/exports/duties.docx", summary="任务分工表、履职清单 · Duties as Word", **_file(WORD))
async def export_duties(
    request: Request,
    store: StoreDep,
    chosen: Narrowed,
    part: Annotated[
        Part, Query(description="table 任务分工表, lists 各部门履职清单, both 两者 · which of the two")
    ] = "both",
) -> Response:
    """The table of tasks with who leads and cooperates, and the list of duties of each department, or of one."""
    found = await _matrix(store, chosen)
    content = await answer(duties_document, found, part, chosen["department_id"], slow=True)
    return _saved(request, content, {"table": "任务分工表", "lists": "履职清单", "both": "任务分工"}[part], "docx")


@router.get("/exports/ledger.{form}", summary="督办台账文件 · The ledger as a file", **_file(SHEET, WORD, CALENDAR))
async def export_ledger(
    request: Request, store: StoreDep, form: Literal["xlsx", "docx", "ics"], asked: Asked
) -> Response:
    """The ledger as Excel, as Word, or as a calendar: deadlines as days, what comes again as a rule."""
    content = await answer(_written, await _rows(store, asked), form, asked["as_of"], str(request.base_url), slow=True)
    return _saved(request, content, "督办台账", form)


async def _rows(store: GraphStore, asked: dict[str, Any]) -> list[LedgerRow]:
    """The rows of the ledger; a Problem for an unknown id."""
    try:
        return await answer(lambda: made(store, **asked), slow=True)
    except NotFound as error:
        raise await unknown(store, asked, str(error)) from error


async def _matrix(store: GraphStore, chosen: dict[str, str | None]) -> Matrix:
    """The matrix; a Problem for an unknown id."""
    try:
        return await answer(lambda: made_matrix(store, **chosen), slow=True)
    except NotFound as error:
        raise await unknown(store, chosen, str(error)) from error


async def unknown(store: GraphStore, chosen: Mapping[str, Any], complaint: str) -> Problem:
    """The 404 for the id that the complaint tells of."""
    labels = {"Document": "document_id", "Region": "region_id", "Department": "department_id"}
    given = [(label, chosen[name]) for label, name in labels.items() if chosen[name]]
    label, node_id = next((one for one in given if one[1] in complaint), given[0])
    return await missing(store, (label,), node_id)


def _written(rows: Sequence[LedgerRow], form: str, as_of: date, pages: str) -> bytes:
    if form == "xlsx":
        return ledger_workbook(rows, as_of, pages)
    return ledger_document(rows, as_of) if form == "docx" else calendar_file(rows, pages)


def _saved(request: Request, content: bytes, name: str, form: str) -> Response:
    """A file to save under a Chinese name."""
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.{form}"}
    return tagged(request, content, _MEDIA[form], disposition)
