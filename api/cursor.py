"""The opaque cursor of a list: where the next page begins, of which question, and which row came right before it."""

import base64
import binascii
import hashlib
from dataclasses import astuple
from typing import Any, NamedTuple

import orjson
from fastapi import Request

from api.problems import Problem

_NOT_THE_QUESTION = ("cursor", "limit")


class Cursor(NamedTuple):
    """What a cursor holds."""

    skip: int
    mark: str
    question: str


def question(request: Request) -> str:
    """Which list with which conditions: a cursor serves that one only."""
    asked = sorted(pair for pair in request.query_params.multi_items() if pair[0] not in _NOT_THE_QUESTION)
    return _hash([request.url.path, asked])


def mark(row: Any) -> str:
    """A row by its content."""
    return _hash(astuple(row))


def encoded(skip: int, last: Any, asked: str) -> str:
    """The cursor of the page that begins behind the row `last`."""
    return base64.urlsafe_b64encode(orjson.dumps([skip, mark(last), asked])).decode().rstrip("=")


def decoded(text: str, asked: str) -> Cursor:
    """The cursor again; raises Problem where it is none, or one of another list."""
    try:
        told = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        cursor = Cursor(*told)
    except (binascii.Error, ValueError, TypeError) as error:
        raise _wrong(text) from error
    if not isinstance(cursor.skip, int) or not 0 < cursor.skip < 10**9 or cursor.question != asked:
        raise _wrong(text)
    return cursor


def _wrong(text: str) -> Problem:
    message = "is no cursor of this list with these conditions: take `next` of the page before as it is"
    return Problem(
        422,
        "参数 cursor 不对:请原样使用上一页的 next,并保持其他条件不变。",
        f"cursor {message}.",
        errors=[{"parameter": "cursor", "value": text, "message": message}],
    )


def _hash(value: object) -> str:
    return hashlib.blake2b(orjson.dumps(value), digest_size=9).hexdigest()
