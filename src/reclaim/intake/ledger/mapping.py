"""How a PM system's export is to be read: its columns, its signs, what its local codes mean."""

from collections.abc import Container, Iterator, Sequence
from collections.abc import Mapping as Map
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from reclaim.errors import ReclaimError

STRICT = ConfigDict(extra="forbid", frozen=True)
SUFFIX = ".ledger.yaml"

Kind = Literal[
    "charge", "payment", "transfer", "write_off", "correction", "refund", "statement", "call",
    "agency", "opening", "unknown",
]  # fmt: skip
Party = Literal["insurer", "patient"]
Signs = Literal["by_kind", "effect", "negated", "debit_credit"]

FIELDS = (
    "transaction_id", "account", "patient_control_number", "line_number", "kind", "local_code",
    "local_name", "party", "payer", "procedure_code", "provider", "location", "service_date",
    "posted_date", "amount", "debit", "credit", "user", "reference", "reverses", "reason",
    "approved_by", "document",
)  # fmt: skip
"""What a column of an export may hold."""

NOTHING = ("", "~", "null")
EMPTY: Map[str, str] = {}


def _headers(given: object) -> object:
    """One header or several: the first that is filled wins."""
    return (given,) if isinstance(given, str) else given


def _meaning(given: object) -> object:
    """`charge` is short for `{kind: charge}`."""
    return {"kind": given} if isinstance(given, str) else given


Headers = Annotated[tuple[str, ...], BeforeValidator(_headers), Field(min_length=1)]


class Meaning(BaseModel):
    """What a local code, or a value of the kind column, stands for.

    `effect` says which way a positive amount of it goes, where the kind does not: 1 raises the
    balance, -1 lowers it, 0 leaves it.
    """

    model_config = STRICT

    kind: Kind
    category: str | None = None
    party: Party | None = None
    name: str | None = None
    effect: Literal[-1, 0, 1, "-1", "0", "1"] | None = None

    @field_validator("category")
    @classmethod
    def _known(cls, category: str | None, info: ValidationInfo) -> str | None:
        known = (info.context or {}).get("categories")
        if category is not None and known is not None and category not in known:
            raise ValueError(f"{category} is no category of a write-off")
        return category

    @model_validator(mode="after")
    def _only_write_offs_have_one(self) -> "Meaning":
        if self.category is not None and self.kind != "write_off":
            raise ValueError(f"a {self.kind} has no category")
        return self


Meanings = Annotated[Meaning, BeforeValidator(_meaning)]


class Entry(BaseModel):
    """One of several amounts in a row, each an entry of its own; rows where it is 0 have none."""

    model_config = STRICT

    amount: str
    kind: Kind
    party: Party | None = None
    category: str | None = None
    posted_date: str | None = None
    local_code: str | None = None


class FileForm(BaseModel):
    """How the file is written; what is not stated is found out from the file."""

    model_config = STRICT

    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    quote: str = '"'


class Mapping(BaseModel):
    """How to read an export. Headers, codes and kinds are compared without case and outer blanks.

    Args:
        system: the practice's own word for it.
        name: what it is called.
        cite: where its layout is written down.
        file: how the file is written.
        columns: our field: the header that holds it.
        dates: how days are written, tried in order.
        decimal: what stands before the cents.
        signs: by_kind: amounts are positive, and kind or code says which way they go, a negative
            one undoes; effect: as written is the change of the balance; negated: the opposite;
            debit_credit: two columns, debits raise the balance.
        kinds: what the values of the kind column mean.
        codes: what the local codes mean; goes before `kinds`.
        entries: where a row holds several amounts.
        constants: fields that the file does not have.
    """

    model_config = STRICT

    system: Annotated[str, Field(min_length=1)]
    name: str = ""
    cite: str = ""
    file: FileForm = FileForm()
    columns: Map[str, Headers]
    dates: Annotated[tuple[str, ...], Field(min_length=1)] = ("%Y-%m-%d",)
    decimal: Literal[".", ","] = "."
    signs: Signs
    kinds: Map[str, Meanings] = {}
    codes: Map[str, Meanings] = {}
    entries: tuple[Entry, ...] = ()
    constants: Map[str, str] = EMPTY

    @field_validator("columns", "constants")
    @classmethod
    def _known_fields(cls, given: Map[str, Any]) -> Map[str, Any]:
        unknown = sorted(set(given) - set(FIELDS))
        if unknown:
            raise ValueError(f"{unknown[0]} is no field; there are {', '.join(FIELDS)}")
        return given

    @model_validator(mode="after")
    def _reads_something(self) -> "Mapping":
        _require(self.columns, _asked(self))
        given = set(self.columns) | set(self.constants)
        if not self.entries and not {"kind", "local_code"} & given:
            raise ValueError("neither kind nor local_code has a column: what is an entry?")
        return self

    def headers(self) -> tuple[str, ...]:
        """Every header that it names."""
        own = [header for headers in self.columns.values() for header in headers]
        of_entries = [name for entry in self.entries for name in (entry.amount, entry.posted_date)]
        return tuple(dict.fromkeys([*own, *(name for name in of_entries if name)]))


def fits(mapping: Mapping, headers: Sequence[str]) -> bool:
    """Whether a file with these headers can be read by it: one header of each field is there."""
    found = {plain(header) for header in headers}
    fields = [[plain(name) for name in names] for names in mapping.columns.values()]
    amounts = [[plain(entry.amount)] for entry in mapping.entries]
    return all(found & set(names) for names in [*fields, *amounts])


def plain(text: str) -> str:
    """A header or code as it is compared."""
    return " ".join(text.split()).casefold()


def read_mapping(path: Path, categories: Container[str]) -> Mapping:
    """The mapping in a file; every value in it is text, so that a code 007 or NO stays one.

    Args:
        path: the file.
        categories: those that a write-off may have.

    Raises:
        ReclaimError: LEDGER-MAPPING, naming the file, the line and the field.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=yaml.BaseLoader)
        _refuse_repeats(path, root)
        content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
        context = {"categories": categories}
        return Mapping.model_validate(_without_nothing(content), context=context)
    except FileNotFoundError:
        raise _stop(path.name, "there is no such file", "check the path") from None
    except UnicodeDecodeError:
        raise _stop(path.name, "it is not in UTF-8", "save it as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _stop(f"{path.name}:{line}", error.problem or "it is no YAML", "mend it") from None
    except ValidationError as error:
        fault = error.errors()[0]
        place = fault["loc"]
        where = f"{path.name}:{_line(root, place)}"
        field = ".".join(str(part) for part in place) or "the mapping"
        said = str(fault["msg"]).removeprefix("Value error, ")
        raise _stop(where, f"{field}: {said}", f"mend {where}") from None


def write_mapping(mapping: Mapping, path: Path, notes: Sequence[str] = ()) -> None:
    """Write the mapping as YAML for a person to correct, with notes as comments above it."""
    content = _listed(mapping.model_dump(mode="json", exclude_defaults=True))
    comments = "".join(f"# {note}\n" for note in notes)
    shown = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(comments + shown, encoding="utf-8", newline="\n")


def _asked(mapping: Mapping) -> Iterator[tuple[str, ...]]:
    """The fields of which one must have a column, for each thing that must be known."""
    yield ("account", "patient_control_number")
    yield ("posted_date", "service_date")
    if mapping.signs == "debit_credit":
        yield ("debit",)
        yield ("credit",)
    elif not mapping.entries:
        yield ("amount",)


def _require(columns: Map[str, object], asked: Iterator[tuple[str, ...]]) -> None:
    for fields in asked:
        if not set(fields) & set(columns):
            raise ValueError(f"no column holds the {' or the '.join(fields)}")


def _without_nothing(value: Any) -> Any:  # noqa: ANN401 - what YAML holds
    """Without what is given as nothing."""
    if isinstance(value, dict):
        return {key: _without_nothing(item) for key, item in value.items() if item not in NOTHING}
    return [_without_nothing(item) for item in value] if isinstance(value, list) else value


def _listed(value: Any) -> Any:  # noqa: ANN401 - what YAML holds
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_listed(item) for item in value]
    return value


def _refuse_repeats(path: Path, node: yaml.Node | None) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                where = f"{path.name}:{key.start_mark.line + 1}"
                raise _stop(where, f"{key.value} is given twice", "leave one of them")
            seen.add(key.value)
            _refuse_repeats(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeats(path, item)


def _line(node: yaml.Node | None, place: Sequence[str | int]) -> int:
    """The line of the field, or of the nearest above it that the file has."""
    line = node.start_mark.line + 1 if node else 1
    for part in place:
        below = None
        if isinstance(node, yaml.MappingNode):
            below = next(((key, value) for key, value in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            below = (node.value[part], node.value[part])
        if below is None:
            return line
        line, node = below[0].start_mark.line + 1, below[1]
    return line


def _stop(where: str, what: str, next_step: str) -> ReclaimError:
    return ReclaimError(
        "LEDGER-MAPPING",
        where=where,
        what=what,
        why="Without it nobody knows which column holds what, and which way an amount goes.",
        next_step=next_step,
    )
