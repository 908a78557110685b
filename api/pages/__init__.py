"""The pages that people see: one module for a page or two, all in one router."""

from fastapi import APIRouter

from api.pages import (
    audit,
    comparison,
    departments,
    diff,
    documents,
    echoes,
    edges,
    home,
    indicators,
    ledger,
    lineage,
    matrix,
    nodes,
    peers,
    review,
    tasks,
    upload,
)

router = APIRouter(include_in_schema=False)
for _module in (
    home,
    departments,
    tasks,
    peers,
    documents,
    echoes,
    diff,
    edges,
    indicators,
    comparison,
    matrix,
    ledger,
    audit,
    lineage,
    nodes,
    review,
    upload,
):
    router.include_router(_module.router)
