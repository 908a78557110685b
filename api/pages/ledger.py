"""The supervision ledger as a page: what is due, what comes again, what has no date."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, BeforeValidator

from api.deps import StoreDep, answer, ask
from api.pages.departments import regions_of
from api.pages.paging import GivenId, GivenState, PageNumber, cut
from api.pages.view import address, shown
from api.params import real_day
from api.routes.ledger import unknown
from graph import parameters as p
from graph.analysis.ledger import STATUSES, WITHIN, LedgerRow, Status, counted
from graph.answers.ledger import MOST_WITHIN
from graph.answers.ledger import ledger as made
from graph.errors import NotFound
from graph.queries import DEPARTMENT, DOCUMENTS
from graph.store import GraphStore
from visualize.ledger import STATUS_WORDS

router = APIRouter(include_in_schema=False)
_ROWS = 100  # of a page
_DOCUMENTS = 300  # to choose from
_AT_ONCE = 40  # documents whose ledger is shown as one
_GIVEN = BeforeValidator(lambda value: value or None)


@router.get("/ui/ledger")
async def ledger(
    request: Request,
    store: StoreDep,
    document: GivenId = None,
    region: GivenId = None,
    department: GivenId = None,
    status: Annotated[Status | None, _GIVEN, Query()] = None,
    state: GivenState = None,
    as_of: Annotated[str | None, _GIVEN, AfterValidator(real_day), Query()] = None,
    within: Annotated[
        int, BeforeValidator(lambda value: WITHIN if value == "" else value), Query(ge=0, le=MOST_WITHIN)
    ] = WITHIN,
    page: PageNumber = 1,
) -> Response:
    """The ledger of a document, a region, a department or all, as of a day (today unless told)."""
    day = date.fromisoformat(as_of) if as_of else date.today()
    chosen = {"document_id": document, "region_id": region, "department_id": department}
    documents = await ask(store, DOCUMENTS, p.DocumentFilter(limit=_DOCUMENTS))
    documents = [row for row in documents if row.tasks or row.targets]
    too_many = len(documents) > _AT_ONCE and not any(chosen.values())
    try:
        rows = [] if too_many else await answer(_made, store, day, within, chosen, state, slow=True)
    except NotFound as error:
        raise await unknown(store, chosen, str(error)) from error
    wanted = [row for row in rows if status in (None, row.status)]
    told = {"document": document, "region": region, "department": department, "as_of": as_of, "within": within}
    told["state"] = state
    of_department = await ask(store, DEPARTMENT, p.DepartmentId(department)) if department else []
    files = {form: address(f"/exports/ledger.{form}", **told, status=status) for form in ("xlsx", "docx", "ics")}
    if not any(row.deadline or row.first_due for row in wanted):
        del files["ics"]  # no calendar without an entry
    return await shown(
        request,
        "ledger.html",
        ledger=cut(wanted, page, _ROWS),
        total=len(wanted),
        counts=counted(rows),
        signs={name: STATUS_WORDS[name].partition(" ")[0] for name in STATUSES},
        documents=documents,
        too_many=too_many,
        regions=[row for row in await regions_of(store) if row.documents],
        departments=_departments(rows),
        department=of_department[0] if of_department else None,
        chosen={**told, "status": status},
        day=day.isoformat(),
        files=files,
        kept=told,
    )


def _made(
    store: GraphStore, day: date, within: int, chosen: Mapping[str, str | None], state: str | None
) -> list[LedgerRow]:
    return made(
        store,
        day,
        within=within,
        document_id=chosen["document_id"],
        region_id=chosen["region_id"],
        department_id=chosen["department_id"],
        state=state,
    )


def _departments(rows: Sequence[LedgerRow]) -> list[tuple[str, str]]:
    """Who has a row here, to choose from: id and name, without the part that a duty is limited to."""
    found: dict[str, str] = {}
    for row in rows:
        for ids, names in (
            (row.lead_ids, row.leads),
            (row.shared_ids, row.shared),
            (row.cooperate_ids, row.cooperates),
        ):
            for node_id, name in zip(ids, names, strict=True):
                if node_id not in found or len(name) < len(found[node_id]):
                    found[node_id] = name
    return sorted(found.items(), key=lambda pair: pair[1])
