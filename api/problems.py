"""Problem documents (RFC 9457) in Chinese and English: one class to raise, one table of our errors, the handlers."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from api.wrong import Wrong, wrong
from graph.engines.neo4j_address import is_neo4j
from graph.errors import (
    NotFound,
    ParameterError,
    QueryTimeout,
    ReferenceDataError,
    SourceError,
    StatementError,
    StoreAway,
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
    StoreError: Told(503, "图谱暂时不可用。"),
    StoreAway: Told(503, "图谱所在的数据库暂时不可用。"),
    QueryTimeout: Told(504, "查询超过时限,已中止;服务器照常工作。请缩小范围再查。"),
}
_CLOSER: Mapping[type[ZhituError], Mapping[str, str]] = {  # by the words of the error that say it in English
    StoreError: {
        "zhitu ingest": "还没有图谱:请先运行 zhitu ingest 读入文件。",
        "zhitu store rebuild": "图谱打不开:请运行 zhitu store rebuild 重建。",
        "is being written": "图谱正在写入,请稍后再试。",
    },
    ParameterError: {
        "not allowed here": "这里只能读取:查询中有不允许的内容。",
        "the query does not run": "查询有错误,无法运行。",
    },
}
_LARGEST = 2**63  # what numbers in our JSON may be
_MOST_WRONG = 20  # parameters that one answer tells of
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
    429: "请稍候 · Too many attempts",
    500: "服务器出错 · Internal error",
    503: "图谱不可用 · Store not available",
    504: "超过时限 · Time limit passed",
}


_FRAMEWORK: Mapping[int, tuple[str, str]] = {  # what is raised before a route of ours has its say
    400: ("请求的内容读不了:请检查格式。", "The content of the request cannot be read: see its format."),
    404: ("没有这个地址;接口说明见 /docs。", "There is no such address; /docs lists them."),
    405: ("这个地址不接受这种方法。", "This address does not take this method."),
    413: TOO_LARGE,
}
_STORE = "the store"
_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")


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

    @classmethod
    def of_status(cls, status: int, english: str = "") -> "Problem":
        """What the framework raises, in our words."""
        chinese, known = _FRAMEWORK.get(status, ("", ""))
        return cls(status, chinese, known or f"{english.rstrip('.')}.")


def told(error: ZhituError, store: str = "") -> Problem:
    """An error of ours as a Problem: its class gives the status, its words are kept, but for where the store lies.

    Words behind " · " are Chinese and go there.
    """
    known = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    english, _, more = without_path(str(error), store).partition(" · ")
    closer = _CLOSER.get(type(error), {}).items()
    chinese = next((words for sign, words in closer if sign in english), known.chinese)
    if "://" not in english.partition(" ")[0]:  # an address keeps its letters
        english = english[:1].upper() + english[1:]
    return Problem(known.status, chinese + (f"{more}。" if more else ""), english)


def without_path(text: str, store: str) -> str:
    """The text without the folder of the store: those who ask over HTTP need not know the machine."""
    if is_neo4j(store):
        return text
    folder = Path(unquote(urlsplit(store).path) if "://" in store else store)
    for path in {str(folder.absolute()), str(folder.resolve())} if store else ():
        text = text.replace(f" at {path}", "").replace(str(Path(path, "graph.kgl")), _STORE).replace(path, _STORE)
    return text


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
    return Response(orjson.dumps(_plain(body)), problem.status, headers, MEDIA_TYPE)


def _plain(value: Any) -> Any:
    """The value as JSON can hold it: what is told back may hold half characters and endless numbers."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, Mapping):
        return {_plain(str(name)): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, int) and abs(value) >= _LARGEST else value


def install(app: FastAPI) -> None:
    """Let the application answer every error so."""
    app.add_exception_handler(Problem, _of_problem)
    app.add_exception_handler(ZhituError, _of_ours)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)


async def _of_problem(request: Request, error: Exception) -> Response:
    return response(request, error if isinstance(error, Problem) else Problem(500, "", str(error)))


async def _of_ours(request: Request, error: Exception) -> Response:
    store = request.app.state.settings.store
    problem = told(error if isinstance(error, ZhituError) else ZhituError(str(error)), store)
    if problem.status >= 500:
        log.warning("%s %s", request.scope.get("zhitu.request_id"), error)
    return response(request, problem)


async def _of_validation(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    return response(request, invalid(found))


def invalid(found: Sequence[Any]) -> Problem:
    """Wrong parameters: which, their value, what is allowed; all of them in both languages."""
    all_wrong = [wrong(one) for one in found[:_MOST_WRONG]] or [Wrong("?", None, "不对", "is wrong")]
    return Problem(
        422,
        ";".join(f"参数 {one.named} {one.chinese}" for one in all_wrong) + "。",
        "; ".join(f"{one.named}: {one.english}" for one in all_wrong) + ".",
        errors=[one.told for one in all_wrong],
    )


async def _of_http(request: Request, error: Exception) -> Response:
    problem = Problem.of_status(getattr(error, "status_code", 500), getattr(error, "detail", ""))
    problem.headers = {"Allow": _allowed(request)} if problem.status == 405 else getattr(error, "headers", None)
    return response(request, problem)


def _allowed(request: Request) -> str:
    """The methods of an address: those of all its routes, where the framework tells the first one's only."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]  # a mount takes any at first
    asked = {method: {**request.scope, "method": "GET" if method == "HEAD" else method} for method in _METHODS}
    found = [name for name, scope in asked.items() if any(route.matches(scope)[0] == Match.FULL for route in routes)]
    return ", ".join(found or ("GET", "HEAD"))


def unexpected(request_id: str) -> Problem:
    """What nobody foresaw: the log has it under this id."""
    return Problem(
        500,
        f"服务器出错,已记入日志(编号 {request_id})。",
        f"Something went wrong and is in the log under {request_id}.",
    )
