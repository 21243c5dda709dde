"""What `reclaim.yaml` says: the workspace's name, its form, and where its tables lie."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from reclaim.errors import ReclaimError

FILE = "reclaim.yaml"
FORM = 1
"""The form of workspace that this version writes, and the newest that it understands."""

S3 = "s3://"
STRICT = ConfigDict(extra="forbid", frozen=True)


class Storage(BaseModel):
    """How S3-compatible storage is reached; who may is for the environment to say."""

    model_config = STRICT

    region: str | None = None
    endpoint: str | None = None
    allow_http: bool = False

    @property
    def options(self) -> dict[str, str]:
        """As the readers and writers of tables take them."""
        given = {"aws_region": self.region, "aws_endpoint": self.endpoint}
        options = {name: value for name, value in given.items() if value}
        return {**options, "aws_allow_http": "true"} if self.allow_http else options


class Configuration(BaseModel):
    """The content of `reclaim.yaml`."""

    model_config = STRICT

    workspace: int
    name: str
    tables: str = "tables"
    storage: Storage = Storage()

    @field_validator("name", mode="before")
    @classmethod
    def _named(cls, given: object) -> str:
        """A name that YAML takes for a number is a name all the same."""
        return str(given)


@dataclass(frozen=True)
class Workspace:
    """A workspace's folder and its configuration."""

    folder: Path
    configuration: Configuration

    @property
    def tables(self) -> str:
        """Where the tables lie: an address on S3, or a folder."""
        stated = self.configuration.tables
        return stated.rstrip("/") if stated.startswith(S3) else str(self.folder / stated)

    @property
    def on_s3(self) -> bool:
        return self.configuration.tables.startswith(S3)


def find_workspace(start: Path) -> Workspace:
    """The workspace of a folder: its own, or that of the nearest folder above it.

    Raises:
        ReclaimError: WORKSPACE-MISSING, WORKSPACE-FILE or WORKSPACE-NEWER.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return Workspace(folder, read_configuration(folder / FILE))
    raise ReclaimError(
        "WORKSPACE-MISSING",
        where=str(start),
        what="this is no workspace, and no folder above it is one",
        why=f"A workspace has a file {FILE}.",
        next_step="go into a workspace, name one with --workspace, or make one: reclaim init DIR",
    )


def read_configuration(file: Path) -> Configuration:
    """What the file says.

    Raises:
        ReclaimError: WORKSPACE-FILE, with the line or the field; WORKSPACE-NEWER for one that a
            newer version of Reclaim wrote.
    """
    given = _yaml(file)
    _refuse_newer(file, given)
    try:
        return Configuration.model_validate(given)
    except ValidationError as error:
        raise _not_understood(str(file), _faults(error)) from None


def _yaml(file: Path) -> object:
    try:
        return yaml.safe_load(file.read_text("utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _not_understood(f"{file}:{line}", error.problem or "it is not YAML") from None
    except (OSError, ValueError) as error:
        raise _not_understood(str(file), type(error).__name__) from None


def _refuse_newer(file: Path, given: object) -> None:
    form = given.get("workspace") if isinstance(given, dict) else None
    if not isinstance(form, int) or form <= FORM:
        return
    raise ReclaimError(
        "WORKSPACE-NEWER",
        where=str(file),
        what=f"the workspace has form {form}, and this version knows forms up to {FORM}",
        why="A newer version of Reclaim wrote it. Nothing was read or changed.",
        next_step="update Reclaim: `reclaim --version` says which version this is",
    )


def _faults(error: ValidationError) -> str:
    """Each field with what is wrong; never what it holds, which may be a password."""
    faults = []
    for fault in error.errors(include_input=False):
        field = ".".join(str(part) for part in fault["loc"]) or "the file"
        hint = _hint(fault["type"], field)
        faults.append(f"{field}: {fault['msg'].lower()}{hint}")
    return "; ".join(faults)


def _hint(kind: str, field: str) -> str:
    secret = kind == "extra_forbidden" and field.startswith("storage.")
    return " (keys and passwords belong in the environment)" if secret else ""


def _not_understood(where: str, why: str) -> ReclaimError:
    return ReclaimError(
        "WORKSPACE-FILE",
        where=where,
        what="the configuration of the workspace cannot be understood",
        why=why,
        next_step=f"mend {FILE}, or compare it with the one that `reclaim init` writes",
    )
