"""How the OpenAPI document tells of errors, and of what a route asks for that writes."""

from __future__ import annotations

from typing import Any

from flask_openapi.types import ResponseDict
from pydantic import BaseModel, ConfigDict


class Problem(BaseModel):
    """An error, after RFC 9457, with the fields that mend it."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str


def error(description: str) -> dict[str, Any]:
    """How the OpenAPI document tells of an error."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}


ERRORS: ResponseDict = {
    400: error("The request cannot be read"),
    404: error("Nothing has this name; what comes near is suggested"),
    413: error("The body is larger than allowed"),
    415: error("The body is not JSON"),
    422: error("A field is wrong; each is named with what would be right"),
}
"""What any route may answer instead."""
WRITING: ResponseDict = {
    401: error("Writing needs a token"),
    409: error("It was decided before"),
    429: error("Too many requests to write; Retry-After says when to come again"),
    503: error("Changes cannot be kept at the moment"),
    507: error("The disk is full or may not be written to; nothing was changed"),
}
"""What one that writes may answer instead, beside that."""
BEARER: list[dict[str, list[str]]] = [{"bearer": []}]
"""That a route asks for a token."""
