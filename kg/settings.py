"""What the service is told at start, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import CausewayError

SHAPES, VOCABULARY = "shapes.ttl", "vocabulary.ttl"


class SettingsError(CausewayError):
    """A setting that cannot be; says which, and what it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the service is told at start.

    `documents` is a folder with source texts, for showing passages; `ontology` the folder with the shapes and the
    domain, `extra` further folders with Turtle files; `data` the folder where changes and tokens are kept, none where
    the graph cannot be changed; `token` a writing token beside those kept; `rate` how many writes each may make in a
    minute, `read_rate` how many reads an address may, 0 for any number; a request's head, body and work may take so
    many seconds each; a worker that holds more than `memory` MiB is replaced; `log_questions` puts the words of
    questions into the log; `proxies` how many stand in front whose word on address, host and prefix is believed.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    documents: Path | None = None
    ontology: Path = field(default_factory=lambda: _ontology())
    extra: tuple[Path, ...] = ()
    data: Path | None = None
    token: str = field(default="", repr=False)
    workers: int = 1
    rate: int = 600
    read_rate: int = 0
    head_seconds: int = 10
    body_seconds: int = 10
    request_seconds: int = 20
    memory: int = 2048
    proxies: int = 0
    log_questions: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Settings from HOST, PORT and the variables that start with KG_; docs/running.md tells of each.

        Raises SettingsError.
        """
        documents = environment.get("KG_DOCUMENTS")
        folders = [folder for folder in environment.get("KG_ONTOLOGY", "").split(os.pathsep) if folder]
        for name, folder in (("KG_DOCUMENTS", documents), *(("KG_ONTOLOGY", folder) for folder in folders)):
            if folder and not Path(folder).is_dir():
                raise SettingsError(f"{name} is a folder, and {folder!r} is none")
        token = environment.get("KG_TOKEN", "")
        if token and (len(token) < 16 or not token.isascii() or not token.isprintable() or " " in token):
            raise SettingsError("KG_TOKEN is at least 16 printed ASCII characters without a space")
        return cls(
            host=environment.get("HOST") or "127.0.0.1",
            port=_number(environment, "PORT", 8000, 65535),
            documents=Path(documents) if documents else None,
            data=Path(data) if (data := environment.get("KG_DATA", "data")) else None,
            token=token,
            workers=_number(environment, "KG_WORKERS", 1, 64),
            **{f: _number(environment, name, *limits) for f, (name, *limits) in _NUMBERS.items()},
            log_questions=environment.get("KG_LOG_QUESTIONS", "") not in ("", "0"),
            **({"ontology": Path(folders[0]), "extra": tuple(map(Path, folders[1:]))} if folders else {}),
        )

    def to_environment(self) -> dict[str, str]:
        """The variables that `from_environment` makes the same settings from."""
        folders = os.pathsep.join(map(str, (self.ontology, *self.extra)))
        values = {"HOST": self.host, "PORT": str(self.port), "KG_ONTOLOGY": folders, "KG_TOKEN": self.token}
        values |= {"KG_WORKERS": str(self.workers), "KG_LOG_QUESTIONS": "1" if self.log_questions else ""}
        values |= {name: str(getattr(self, field)) for field, (name, *_) in _NUMBERS.items()}
        values |= {"KG_DATA": str(self.data) if self.data else ""}
        return values | ({"KG_DOCUMENTS": str(self.documents)} if self.documents else {})

    @property
    def files(self) -> list[Path]:
        """The Turtle files of all folders; with the shipped vocabulary where none has one of its own."""
        files = [file for folder in (self.ontology, *self.extra) for file in turtle_files(folder)]
        if files and not any(file.name == VOCABULARY for file in files):
            files.insert(0, _ontology() / VOCABULARY)
        return files

    @property
    def shapes(self) -> Path:
        """The file with the shapes: that of the ontology, else the shipped one."""
        own = self.ontology / SHAPES
        return own if own.is_file() else _ontology() / SHAPES


_NUMBERS = {
    "rate": ("KG_RATE", 600, 1_000_000),
    "read_rate": ("KG_READ_RATE", 0, 1_000_000, 0),
    "head_seconds": ("KG_HEAD_SECONDS", 10, 600),
    "body_seconds": ("KG_BODY_SECONDS", 10, 600),
    "request_seconds": ("KG_REQUEST_SECONDS", 20, 600),
    "proxies": ("KG_PROXIES", 0, 5, 0),
    "memory": ("KG_MEMORY", 2048, 1_000_000, 64),
}
"""Field to variable, default, the most and the least."""


def _number(environment: Mapping[str, str], name: str, default: int, most: int, least: int = 1) -> int:
    value = environment.get(name) or str(default)
    if not value.isdecimal() or not least <= int(value) <= most:
        raise SettingsError(f"{name} is a number from {least} to {most}, not {value!r}")
    return int(value)


def _ontology() -> Path:
    """The ontology that comes with the package: inside it when installed, beside it in a checkout."""
    inside = Path(__file__).parent / "ontology"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "ontology"


def turtle_files(folder: Path) -> list[Path]:
    """The Turtle files of a folder, but for the shapes, by name."""
    return sorted(file for file in folder.glob("*.ttl") if file.name != SHAPES)
