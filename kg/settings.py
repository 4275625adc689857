"""What the service is told at start, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from kg.model import CausewayError

SHAPES, VOCABULARY = "shapes.ttl", "vocabulary.ttl"
NONE = Path("-")
"""What stands for no ontology at all: the vocabulary alone."""


class SettingsError(CausewayError):
    """A setting that cannot be; says which, and what it may be."""


def _ontology() -> Path:
    """The ontology that comes with the package: inside it when installed, beside it in a checkout."""
    inside = Path(__file__).parent / "ontology"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "ontology"


def _number(least: int, most: int) -> BeforeValidator:
    def number(value: object, info: ValidationInfo) -> int:
        told = int(value) if isinstance(value, str) and value.isdecimal() else value
        if not isinstance(told, int) or not least <= told <= most:
            raise SettingsError(f"{_variable(info)} is a number from {least} to {most}, not {value!r}")
        return told

    return BeforeValidator(number)


def _folder(folder: Path, info: ValidationInfo) -> Path:
    if not folder.is_dir():
        raise SettingsError(f"{_variable(info)} is a folder, and {str(folder)!r} is none")
    return folder


def _folder_or_none(folder: Path, info: ValidationInfo) -> Path:
    return folder if folder == NONE else _folder(folder, info)


def _file(file: Path, info: ValidationInfo) -> Path:
    if not file.is_file():
        raise SettingsError(f"{_variable(info)} is a file, and {str(file)!r} is none")
    return file


def _secret(token: str) -> str:
    if token and (len(token) < 16 or not token.isascii() or not token.isprintable() or " " in token):
        raise SettingsError("KG_TOKEN is at least 16 printed ASCII characters without a space")
    return token


def _address(address: str, info: ValidationInfo) -> str:
    try:
        parts = urlsplit(address)
        fine = not address or (parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username)
    except ValueError:
        fine = False
    if not fine:
        raise SettingsError(f"{_variable(info)} is an http or https address without a login, not {address!r}")
    return address


def _graph(name: str, info: ValidationInfo) -> str:
    if not urlsplit(name).scheme or any(c in name for c in '<>"{}|\\^` '):
        raise SettingsError(f"{_variable(info)} is the IRI of a graph, not {name!r}")
    return name


def _login(login: str, info: ValidationInfo) -> str:
    if login and ":" not in login:
        raise SettingsError(f"{_variable(info)} is a name and a password with a colon between them")
    return login


def _yes(value: object) -> bool:
    return value not in (False, "", "0")


def _variable(info: ValidationInfo) -> str:
    return _VARIABLES[info.field_name or ""]


_Folder = Annotated[Path, AfterValidator(_folder)]
_Seconds = Annotated[int, _number(1, 600)]


class Settings(BaseSettings):
    """What the service is told at start. Raises SettingsError.

    `documents` is a folder with source texts, for showing passages; `ontology` the folder with the shapes and the
    domain, none where it is "-", `extra` further folders with Turtle files; `snapshot` a file with a large graph beside
    these; `data` the folder where changes and tokens are kept, none where
    the graph cannot be changed; `token` a writing token beside those kept; `rate` how many writes each may make in a
    minute, `read_rate` how many reads an address may, 0 for any number; a request's head, body and work may take so
    many seconds each; a worker that holds more than `memory` MiB is replaced; a query in SPARQL may take
    `sparql_seconds` and `sparql_memory` MiB, its answer has at most `sparql_rows` rows, and each worker runs
    `sparql_workers` at once; `store` is the SPARQL endpoint that the graph `store_graph` is read from, none where it is
    read from Turtle files, `store_update` the address of its updates where that is another, `store_login` a name and
    password for it, and a request to it may take `store_seconds`; `log_questions` puts the words of
    questions into the log; `proxies` how many stand in front whose word on address, host and prefix is believed.
    """

    model_config = SettingsConfigDict(frozen=True, env_prefix="KG_", hide_input_in_errors=True)

    host: str = Field("127.0.0.1", validation_alias="host")  # by its own name: without the prefix
    port: Annotated[int, _number(1, 65535)] = Field(8000, validation_alias="port")
    documents: _Folder | None = None
    ontology: Annotated[Path, AfterValidator(_folder_or_none)] = Field(default_factory=_ontology)
    extra: tuple[_Folder, ...] = ()
    snapshot: Annotated[Path, AfterValidator(_file)] | None = None
    data: Path | None = None
    token: Annotated[str, AfterValidator(_secret)] = Field("", repr=False)
    workers: Annotated[int, _number(1, 64)] = 1
    rate: Annotated[int, _number(1, 1_000_000)] = 600
    read_rate: Annotated[int, _number(0, 1_000_000)] = 0
    head_seconds: _Seconds = 10
    body_seconds: _Seconds = 10
    request_seconds: _Seconds = 20
    memory: Annotated[int, _number(64, 1_000_000)] = 2048
    proxies: Annotated[int, _number(0, 5)] = 0
    sparql_seconds: _Seconds = 10
    sparql_memory: Annotated[int, _number(64, 1_000_000)] = 512
    sparql_rows: Annotated[int, _number(1, 100_000_000)] = 100_000
    sparql_workers: Annotated[int, _number(1, 64)] = 2
    store: Annotated[str, AfterValidator(_address)] = ""
    store_update: Annotated[str, AfterValidator(_address)] = ""
    store_graph: Annotated[str, AfterValidator(_graph)] = "https://example.org/mbl/graph"
    store_login: Annotated[str, AfterValidator(_login)] = Field("", repr=False)
    store_seconds: _Seconds = 10
    log_questions: Annotated[bool, BeforeValidator(_yes)] = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is made in code is told in code; only `from_environment` looks there."""
        return (init_settings,)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Settings from HOST, PORT and the variables that start with KG_; docs/running.md tells of each.

        Raises SettingsError.
        """
        told = _Environment({"KG_DATA": "data", **environment})()
        folders = [folder for folder in told.pop("ontology", "").split(os.pathsep) if folder]
        if folders:
            told |= {"ontology": folders[0], "extra": tuple(folders[1:])}
        return cls(**told)

    def to_environment(self) -> dict[str, str]:
        """The variables that `from_environment` makes the same settings from."""
        told = dict(self) | {"log_questions": "1" if self.log_questions else "", "extra": None}
        told |= {"ontology": os.pathsep.join(map(str, (self.ontology, *self.extra)))}
        return {_VARIABLES[field]: str(value) for field, value in told.items() if value is not None} | (
            {} if self.data else {"KG_DATA": ""}
        )

    def with_(self, **changes: Any) -> Settings:
        """The same settings, but for these. Raises SettingsError."""
        return Settings(**(dict(self) | changes))

    @property
    def files(self) -> list[Path]:
        """The Turtle files of all folders; with the shipped vocabulary where none has one of its own."""
        folders = [folder for folder in (self.ontology, *self.extra) if folder != NONE]
        files = [file for folder in folders for file in turtle_files(folder)]
        if (files or not folders) and not any(file.name == VOCABULARY for file in files):
            files.insert(0, _ontology() / VOCABULARY)
        return files

    @property
    def shapes(self) -> Path:
        """The file with the shapes: that of the ontology, else the shipped one."""
        own = self.ontology / SHAPES
        return own if own.is_file() else _ontology() / SHAPES


_VARIABLES = {
    name: (name if field.validation_alias else f"KG_{name}").upper() for name, field in Settings.model_fields.items()
} | {"extra": "KG_ONTOLOGY"}
"""The variable that tells each field."""


class _Environment(EnvSettingsSource):
    """The variables of an environment that say something, and of which the documents tell."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        super().__init__(Settings)
        known = {name: environment.get(name) for name in _VARIABLES.values()}
        self.env_vars = {name.lower(): value for name, value in known.items() if value}


def turtle_files(folder: Path) -> list[Path]:
    """The Turtle files of a folder, but for the shapes, by name."""
    return sorted(file for file in folder.glob("*.ttl") if file.name != SHAPES)
