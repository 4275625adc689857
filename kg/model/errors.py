"""The root of the errors that a user can cause."""

from __future__ import annotations

from typing import Any


class CausewayError(Exception):
    """The root of every error that a user can cause; `fields` hold what mends it."""

    def __init__(self, detail: str, **fields: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = fields
