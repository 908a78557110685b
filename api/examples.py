"""Worked examples in the documentation: real questions and what the five source documents answer."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

EXAMPLES = "examples.json"  # written by `make golden`: operation id -> address asked, answer
DONE = ("200", "201")  # what went well


def load_examples() -> dict[str, dict[str, Any]]:
    """By operation id: `request`, the address, and `response`, the JSON that it gives."""
    file = files("api").joinpath(EXAMPLES)
    found: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return found


def with_examples(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The maker of the application's OpenAPI document, each operation with its example."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            examples = load_examples()
            for path, operations in document["paths"].items():
                for operation in operations.values():
                    if example := examples.get(operation["operationId"]):
                        _show(operation, path, example)
            app.openapi_schema = document
        return app.openapi_schema

    return openapi


def _show(operation: dict[str, Any], path: str, example: dict[str, Any]) -> None:
    """Put the example's parameters and its answer where the documentation shows them."""
    asked = urlsplit(example["request"])
    values: dict[str, Any] = dict(parse_qsl(asked.query))
    for name, value in zip(path.split("/"), asked.path.split("/"), strict=False):
        if name.startswith("{"):
            values[name.strip("{}")] = value
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in values:
            parameter["example"] = values[parameter["name"]]
    content = next(operation["responses"][status]["content"] for status in DONE if status in operation["responses"])
    content.setdefault("application/json", {})["example"] = example["response"]
