"""The pages that people see: one module for a page or two, all in one router."""

from fastapi import APIRouter

from api.pages import departments, documents, edges, home, indicators, lineage, matrix, nodes, tasks, upload

router = APIRouter(include_in_schema=False)
for _module in (home, departments, tasks, documents, edges, indicators, matrix, lineage, nodes, upload):
    router.include_router(_module.router)
