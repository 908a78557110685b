"""A parameter that a route does not know is an error: `rol=LEADS` must not give everything."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.problems import Problem

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRoute(APIRoute):
    """A route that refuses query parameters that the OpenAPI document does not tell of it."""

    def get_route_handler(self) -> Handler:
        """The route's own handler behind the check; routers take it as their route_class."""
        handler = super().get_route_handler()
        known: dict[str, list[str]] = {}  # by method

        async def checked(request: Request) -> Response:
            if request.scope["query_string"]:
                if request.method not in known:
                    known[request.method] = _known(request, self.path)
                _check(request, known[request.method])
            return await handler(request)

        return checked


def _known(request: Request, path: str) -> list[str]:
    operation = request.app.openapi()["paths"].get(path, {}).get(request.method.lower(), {})
    return sorted(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")


def _check(request: Request, known: list[str]) -> None:
    for name, value in request.query_params.items():
        if name not in known:
            message = f"is no parameter of this address; it takes {', '.join(known) or 'none'}"
            raise Problem(
                422,
                f"没有参数 {name};可用的参数:{'、'.join(known) or '无'}。",
                f"{name} {message}.",
                errors=[{"parameter": name, "value": value, "message": message, "allowed": known}],
            )
