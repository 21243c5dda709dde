"""What the columns of a payer's fee schedule hold: written once, used again for the next one."""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from reclaim.intake.rates.imports.files import stop

Holds = Literal[
    "code",
    "code_to",
    "code_type",
    "modifier",
    "place_of_service",
    "setting",
    "taxonomy",
    "provider",
    "locality",
    "effective_from",
    "effective_to",
    "rate",
    "percent",
    "percent_of_something_else",
    "status",
    "nothing",
]
"""What a column may hold: a column of our rates; `percent` is of the charge.

`percent_of_something_else` is a share of what the sheet does not have (of Medicare): it becomes no
price, and its row says so.
"""

Setting = Literal["facility", "nonfacility"]
STRICT = ConfigDict(extra="forbid", frozen=True)
SUFFIX = ".mapping.yaml"

Text = Annotated[
    str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)
]


class ColumnMapping(BaseModel):
    """A column by its header. `setting` and `modifier` are what its amounts are for."""

    model_config = STRICT

    header: Text
    holds: Holds
    setting: Setting | None = None
    modifier: Text | None = None


class Mapping(BaseModel):
    """How to read a fee schedule.

    Args:
        columns: one for each column of the header.
        sheets: the sheets to read; empty: all that have these columns.
        code_type: what the codes are where no column says so: null for procedures, RC, MS-DRG ...
        effective_from: first day of rates that state none.
        effective_to: last day of rates that state none.
        per: what a rate is for; null: a unit.
        doubts: what the proposal could not know, for a person to look at.
    """

    model_config = STRICT

    columns: Annotated[tuple[ColumnMapping, ...], Field(min_length=1)]
    sheets: tuple[str, ...] = ()
    code_type: Text | None = None
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    per: Literal["unit", "line", "day", "claim"] | None = None
    doubts: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_code_and_price(self) -> "Mapping":
        held = [column.holds for column in self.columns]
        if held.count("code") != 1:
            raise ValueError("one column, and no more, holds the code")
        if not {"rate", "percent", "percent_of_something_else"} & set(held):
            raise ValueError("no column holds a rate or a percent")
        for name in sorted(set(held) - {"rate", "nothing"}):
            if held.count(name) > 1 and name not in {"modifier", "status"}:
                raise ValueError(f"two columns hold {name}")
        prices = [(c.setting, c.modifier) for c in self.columns if c.holds == "rate"]
        if len(set(prices)) < len(prices):
            raise ValueError("two columns hold rates for the same setting and modifier")
        return self


def mapping_path(contract_file: Path) -> Path:
    """Where the mapping is kept beside a contract or its table: `harbor.mapping.yaml`."""
    return contract_file.with_name(contract_file.name.split(".")[0] + SUFFIX)


def write_mapping(mapping: Mapping, path: Path) -> None:
    """Write the mapping as YAML, for a person to correct; equal mappings give equal bytes."""
    content = mapping.model_dump(mode="python", exclude_defaults=True, exclude={"doubts"})
    content["columns"] = [dict(column) for column in content["columns"]]
    content = {name: _listed(value) for name, value in content.items()}
    doubts = "".join(f"# doubtful: {doubt}\n" for doubt in mapping.doubts)
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(f"{doubts}{text}", encoding="utf-8", newline="\n")


def read_mapping(path: Path) -> Mapping:
    """A mapping that was written, and perhaps corrected.

    Raises:
        ReclaimError: RATE-FILE, naming the file and the field.
    """
    try:
        return Mapping.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        found, where = "there is no such file", path.name
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        found, where = "the file is no YAML", f"{path.name}{_line(error)}"
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        found, where = f"{place or 'the mapping'}: {first['msg']}", path.name
    raise stop(
        where,
        found,
        "Without it nobody knows which column holds what.",
        f"mend {path.name}, or delete it to have one proposed anew",
    )


def plain(header: str) -> str:
    """A header without case, marks and years, so that next year's still matches."""
    words = re.findall(r"[a-z0-9%]+", header.lower())
    return " ".join(word for word in words if not re.fullmatch(r"(19|20)\d\d", word))


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f":{mark.line + 1}" if mark else ""
