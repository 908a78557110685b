"""Cypher that a researcher writes: off unless switched on, with the key, read only, within limits."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from api.answers import problems
from api.deps import StoreDep, answer, writing
from api.known import StrictRoute
from graph.engines.raw import Limits

router = APIRouter(route_class=StrictRoute, tags=["图谱 · Graph"])


class CypherQuestion(BaseModel, extra="forbid"):
    """A query in Cypher; it may read only."""

    query: Annotated[
        str, Field(min_length=1, max_length=10_000, examples=["MATCH (d:Department) RETURN count(d) AS n"])
    ]
    seconds: Annotated[float, Field(gt=0, le=30, description="时限 · time limit")] = 5.0
    limit: Annotated[int, Field(ge=1, le=10_000, description="最多行数 · row limit")] = 1000


class CypherAnswer(BaseModel):
    """Columns and rows; truncated where there were more rows than the limit."""

    columns: list[str]
    rows: list[list[object]]
    truncated: bool


@router.post(
    "/cypher",
    summary="自写 Cypher 查询(只读)· Raw Cypher, read only",
    responses=problems(401, 403),
    dependencies=[Depends(writing)],
)
async def cypher(question: CypherQuestion, store: StoreDep) -> CypherAnswer:
    """Its text is checked against what is allowed, then asked on a handle that cannot write."""
    limits = Limits(question.seconds, question.limit)
    found = await answer(store.run_raw, question.query, limits, lane="raw")
    return CypherAnswer(columns=list(found.columns), rows=[list(row) for row in found.rows], truncated=found.truncated)
