"""Writing tokens: made for a name, kept as hashes, withdrawn by name; each compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import orjson

from kg.disk import put
from kg.model import CausewayError

FILE = "tokens.json"
FIRST = "first"
"""The name of the token that is made at a start where nobody has one."""
OWNER = "owner"
"""The name in the history for the token of the settings."""
_NAME = re.compile(r"[\w][\w .@-]{0,63}\Z")


class TokenError(CausewayError):
    """A token that cannot be made, kept or withdrawn; says why."""


class Tokens:
    """The tokens of a folder, and the one of the settings."""

    def __init__(self, folder: Path | None, token: str = "") -> None:
        self._folder = folder
        self._own = _hash(token) if token else ""
        self._seen: tuple[int, int, int] | None = None
        self._hashes: Mapping[str, str] = {}

    def names(self) -> list[str]:
        """The names that have a token, in their order."""
        return sorted(self._kept())

    def name_of(self, token: str) -> str | None:
        """Whose token it is; none where it is nobody's. Every hash is compared, however soon one fits."""
        asked, found = _hash(token), None
        for name, kept in (*self._kept().items(), *(((OWNER, self._own),) if self._own else ())):
            if hmac.compare_digest(asked, kept):
                found = name
        return found

    def add(self, name: str) -> str:
        """A new token for a name. It is told once: only its hash is kept."""
        kept = dict(self._kept())
        if not _NAME.match(name):
            raise TokenError(f"a name has up to 64 letters, digits, spaces and . @ _ -, not {name[:80]!r}")
        if name in kept or name == OWNER:
            raise TokenError(f"{name} has a token; withdraw it first, or choose another name", name=name)
        token = secrets.token_urlsafe(32)
        self._keep({**kept, name: _hash(token)})
        return token

    def withdraw(self, name: str) -> None:
        """Makes the token of a name worth nothing from now on."""
        kept = dict(self._kept())
        if kept.pop(name, None) is None:
            raise TokenError(f"{name} has no token; there are {', '.join(sorted(kept)) or 'none'}", name=name)
        self._keep(kept)

    def _kept(self) -> Mapping[str, str]:
        if self._folder is None:
            return {}
        file = self._folder / FILE
        try:
            found = file.stat()
            seen = (found.st_ino, found.st_size, found.st_mtime_ns)
            if seen != self._seen:
                self._hashes, self._seen = _read(file), seen
        except (FileNotFoundError, NotADirectoryError):
            self._hashes, self._seen = {}, None
        return self._hashes

    def _keep(self, hashes: Mapping[str, str]) -> None:
        if self._folder is None:
            raise TokenError("tokens are kept under KG_DATA, which names no folder")
        _write(self._folder / FILE, orjson.dumps(dict(sorted(hashes.items())), option=orjson.OPT_INDENT_2) + b"\n")


def _read(file: Path) -> dict[str, str]:
    try:
        found = orjson.loads(file.read_bytes())
        if isinstance(found, dict) and all(isinstance(v, str) for v in found.values()):
            return found
    except ValueError:
        pass
    raise TokenError(f"{file} is damaged; take it away and make the tokens anew with `kg token add NAME`")


def _write(file: Path, data: bytes) -> None:
    """Put a file in place whole, readable by its owner alone."""
    try:
        put(file, data, 0o600)
    except OSError as error:
        raise TokenError(f"{file} cannot be written: {error.strerror or error}") from error


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
