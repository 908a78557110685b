"""Decisions over HTTP: written as the command writes them, one after the other."""

from contextlib import closing

from api.deps import answer, ask
from api.missing import the_one
from graph.answers.auditing import check_finding
from graph.decisions.decided import DecisionRow, row_of
from graph.decisions.deciding import Said, decide
from graph.decisions.rulings import Rulings
from graph.parameters import DepartmentId
from graph.queries import DEPARTMENT
from graph.reference import load_reference
from graph.rows import DepartmentRow
from graph.settings import Settings
from graph.store import GraphStore, open_store


def decided(settings: Settings, said: Said) -> DecisionRow:
    """Keep a decision and bring the graph up to it. ParameterError or NotFound before anything is changed."""
    with closing(open_store(settings.store, settings.login)) as store:
        return row_of(decide(store, load_reference(), said, check_finding))


async def department_of(store: GraphStore, department_id: str) -> DepartmentRow:
    """The department of this id, or the one that a person merged it into; a Problem where there is none."""
    found = await ask(store, DEPARTMENT, DepartmentId(department_id))
    if not found:
        kept = await answer(lambda: Rulings.of(store.decisions()).kept(department_id))
        found = await ask(store, DEPARTMENT, DepartmentId(kept)) if kept != department_id else []
    return await the_one(store, found, "Department", department_id)
