"""Problem documents (RFC 9457) in Chinese and English: one class to raise, one table of our errors, the handlers."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from graph.errors import (
    NotFound,
    ParameterError,
    QueryTimeout,
    ReferenceDataError,
    SourceError,
    StatementError,
    StoreError,
    ZhituError,
)

MAX_BODY = 50_000_000  # bytes of one request: ten files of the largest size that is read
TOO_LARGE = (
    f"一次最多 {MAX_BODY // 1_000_000} MB,请分几次传。",
    f"One request takes at most {MAX_BODY // 1_000_000} MB: split it.",
)
MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("zhitu.api")


class Told(NamedTuple):
    """How a class of errors is told over HTTP."""

    status: int
    chinese: str


STATUS: Mapping[type[ZhituError], Told] = {
    ZhituError: Told(500, "服务器内部出错。"),
    ReferenceDataError: Told(500, "服务器的参考数据有误。"),
    SourceError: Told(422, "文件读不了。"),
    StatementError: Told(422, "内容不合图谱的规定。"),
    ParameterError: Told(422, "参数不对。"),
    NotFound: Told(404, "图谱中没有这一项。"),
    StoreError: Told(503, "图谱暂时打不开或正在写入;缺图谱时运行 zhitu ingest,损坏时运行 zhitu store rebuild。"),
    QueryTimeout: Told(504, "查询超过时限,已中止;服务器照常工作。请缩小范围再查。"),
}
TITLES: Mapping[int, str] = {
    400: "请求不对 · Bad request",
    401: "需要密钥 · Key needed",
    403: "不允许 · Forbidden",
    404: "未找到 · Not found",
    405: "方法不对 · Method not allowed",
    410: "清单已变 · The list has changed",
    413: "太大 · Too large",
    415: "格式不对 · Unsupported media type",
    421: "主机名不对 · Misdirected request",
    422: "参数或内容不对 · Parameter or content not accepted",
    500: "服务器出错 · Internal error",
    503: "图谱不可用 · Store not available",
    504: "超过时限 · Time limit passed",
}


class ProblemModel(BaseModel):
    """An error as a problem document (RFC 9457); detail is told in Chinese, then in English."""

    type: str = Field("about:blank", description="Always about:blank: the status says what kind it is")
    title: str
    status: int
    detail: str
    instance: str | None = Field(None, description="The id of the request, as the server's log has it")
    errors: list[dict[str, Any]] | None = Field(
        None, description="422: each wrong parameter, its value, what is allowed"
    )
    near: list[dict[str, Any]] | None = Field(None, description="404: what is called nearly so")


class Problem(Exception):  # noqa: N818  RFC 9457 calls it so
    """An answer that is an error, with its sentence in both languages."""

    def __init__(
        self, status: int, chinese: str, english: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(english)
        self.status = status
        self.detail = f"{chinese} {english}".strip()
        self.headers = headers
        self.more = more

    @staticmethod
    def titled(status: int) -> str:
        """The title of all problems of a status."""
        return TITLES.get(status, "出错 · Error")


def told(error: ZhituError) -> Problem:
    """An error of ours as a Problem: its class gives the status, its words are kept."""
    known = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    english = str(error)
    return Problem(known.status, known.chinese, english[:1].upper() + english[1:])


def response(request: Request, problem: Problem) -> Response:
    """The problem as its document."""
    body = {
        "type": "about:blank",
        "title": Problem.titled(problem.status),
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.scope.get("zhitu.request_id"),
        **problem.more,
    }
    headers = {"Cache-Control": "no-store", **(problem.headers or {})}
    return Response(orjson.dumps(body), problem.status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Let the application answer every error so."""
    app.add_exception_handler(Problem, _of_problem)
    app.add_exception_handler(ZhituError, _of_ours)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)


async def _of_problem(request: Request, error: Exception) -> Response:
    return response(request, error if isinstance(error, Problem) else Problem(500, "", str(error)))


async def _of_ours(request: Request, error: Exception) -> Response:
    problem = told(error if isinstance(error, ZhituError) else ZhituError(str(error)))
    if problem.status >= 500:
        log.warning("%s %s", request.scope.get("zhitu.request_id"), error)
    return response(request, problem)


async def _of_validation(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    return response(request, invalid(found))


def invalid(found: Sequence[Any]) -> Problem:
    """Wrong parameters: which, their value, what is allowed."""
    errors = [_wrong(one) for one in found]
    first = errors[0] if errors else {"parameter": "?", "message": "is wrong", "value": None}
    shown = "" if first["value"] is None else f"({first['value']!r})"
    return Problem(
        422,
        f"参数 {first['parameter']}{shown} 不对。",
        f"{first['parameter']}{shown}: {first['message']}.",
        errors=errors,
    )


def _wrong(one: Mapping[str, Any]) -> dict[str, Any]:
    *_, name = (str(part) for part in one["loc"]) if one["loc"] else ("body",)
    value = one.get("input")
    wrong = {
        "parameter": name,
        "value": value if isinstance(value, str | int | float | bool) else None,
        "message": one["msg"],
    }
    if expected := one.get("ctx", {}).get("expected"):
        wrong["allowed"] = [word.strip(" '") for word in str(expected).replace(" or ", ", ").split(",")]
    return wrong


async def _of_http(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 500)
    words = {
        413: TOO_LARGE,
        404: ("没有这个地址;接口说明见 /docs。", "There is no such address; /docs lists them."),
        405: ("这个地址不接受这种方法。", "This address does not take this method."),
    }
    chinese, english = words.get(status, ("", f"{getattr(error, 'detail', '')}."))
    headers = {"Allow": _allowed(request)} if status == 405 else getattr(error, "headers", None)
    return response(request, Problem(status, chinese, english, headers=headers))


def _allowed(request: Request) -> str:
    """The methods of an address: those of all its routes, where the framework tells the first one's only."""
    path = getattr(request.scope.get("route"), "path", "")
    return ", ".join(sorted(method.upper() for method in request.app.openapi()["paths"].get(path, {"GET": None})))


def unexpected(request_id: str) -> Problem:
    """What nobody foresaw: the log has it under this id."""
    return Problem(
        500,
        f"服务器出错,已记入日志(编号 {request_id})。",
        f"Something went wrong and is in the log under {request_id}.",
    )
