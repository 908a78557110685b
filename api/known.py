"""A parameter that a route does not know is an error: `rol=LEADS` must not give everything."""

from fastapi import Request

from api.problems import Problem


async def only_known_parameters(request: Request) -> None:
    """Raise a Problem for a query parameter that the OpenAPI document does not tell of this address."""
    path = getattr(request.scope.get("route"), "path", "")
    operation = request.app.openapi()["paths"].get(path, {}).get(request.method.lower())
    if not request.query_params or operation is None:
        return
    known = sorted(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")
    for name, value in request.query_params.items():
        if name not in known:
            message = f"is no parameter of this address; it takes {', '.join(known) or 'none'}"
            raise Problem(
                422,
                f"没有参数 {name};可用的参数:{'、'.join(known) or '无'}。",
                f"{name} {message}.",
                errors=[{"parameter": name, "value": value, "message": message, "allowed": known}],
            )
