"""Lists that are computed, not asked of the store in one query: page by page, or whole as a file."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from api.answers import Wanted, as_file, as_json, refuse_too_many
from api.cursor import decoded, encoded, mark, question
from api.models import told
from api.problems import Problem


async def computed(request: Request, rows: Sequence[Any], row_type: type, name: str, want: Wanted) -> Response:
    """All the rows, which are all here, in the form that was asked for; cursors as those of other lists."""
    if want.format == "json":
        return _page(request, rows, want)
    if want.cursor is not None:
        raise Problem(
            422,
            f"参数 cursor 只用于 format=json:{want.format} 一次给出整张清单,请去掉 cursor。",
            f"cursor is for format=json only: {want.format} gives the whole list at once, leave it out.",
            errors=[{"parameter": "cursor", "value": want.cursor, "message": "is for format=json only"}],
        )
    rows = rows[: want.limit]
    refuse_too_many(rows)
    return await as_file(request, rows, row_type, name, want.format)


def _page(request: Request, rows: Sequence[Any], want: Wanted) -> Response:
    at = decoded(want.cursor, question(request)) if want.cursor else None
    skip = at.skip if at else 0
    if at and (skip > len(rows) or mark(rows[skip - 1]) != at.mark):
        raise Problem(
            410,
            "翻页期间清单有变(有新文件读入),请从第一页重新开始。",
            "The list has changed since the page before (documents were read): begin again with the first page.",
        )
    shown = rows[skip : skip + (want.limit or 100)]
    behind = skip + len(shown)
    following = encoded(behind, shown[-1], question(request)) if behind < len(rows) else None
    return as_json(request, {"items": [told(row) for row in shown], "next": following})
