"""Prevention: which check before sending would have kept a loss from happening."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import polars as pl
from pydantic import BaseModel

from reclaim.rules.payer_map import STRICT
from reclaim.rules.yaml_file import read_rules, refuse_duplicates, rule_error

SCHEMA = pl.Schema(
    {
        "edit_id": pl.String(),
        "edit": pl.String(),
        "stage": pl.String(),
        "training": pl.String(),
        "carcs": pl.List(pl.String()),
        "rarcs": pl.List(pl.String()),
        "categories": pl.List(pl.String()),
    }
)
ADDED = {"edit_id": "edit_id", "edit": "edit", "edit_stage": "stage", "training": "training"}
"""The columns that `with_prevention` adds, and where they come from."""


class Check(BaseModel):
    """A check before sending, the codes and categories it catches, and one sentence to teach."""

    model_config = STRICT

    id: str
    edit: str
    stage: str
    carcs: tuple[str, ...]
    rarcs: tuple[str, ...]
    categories: tuple[str, ...]
    training: str


def prevention() -> pl.DataFrame:
    """Every check: `edit_id`, `edit`, `stage`, `training`, and the codes that it catches."""
    rows = [check.model_dump() for check in checks()]
    return pl.DataFrame(rows).rename({"id": "edit_id"}).select(SCHEMA.names()).cast(SCHEMA)


def with_prevention(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the check that would have caught them: `edit_id`, `edit`, its stage, training.

    A remark decides before the reason, and the reason before the category. Of several remarks that
    point to different checks, the check that comes first in the data decides, so that the order of
    the remarks does not matter. The four columns are null when no check catches it.

    Args:
        rows: `carc`, `rarcs` (list), `category`, any of them null; order and columns are kept.
    """
    by_remark = pl.col("rarcs").list.eval(_position(pl.element(), "rarcs")).list.min()
    found = pl.coalesce(
        by_remark, _position(pl.col("carc"), "carcs"), _position(pl.col("category"), "categories")
    )
    edits = prevention()
    added = [edits[theirs].alias(ours) for ours, theirs in ADDED.items()]
    return rows.with_columns(pl.lit(values).gather(found).alias(values.name) for values in added)


def read_checks(source: Traversable) -> tuple[Check, ...]:
    """The checks of a file.

    Raises:
        ReclaimError: RULE-FILE, for a field that cannot be understood, an id given twice, or a
            code or category that two checks claim.
    """
    found = tuple(read_rules(source, Check))
    refuse_duplicates(source.name, [check.id for check in found])
    for kind in ("carcs", "rarcs", "categories"):
        claimed = [code for check in found for code in getattr(check, kind)]
        twice = sorted({code for code in claimed if claimed.count(code) > 1})
        if twice:
            what = f"{twice[0]} stands under two checks"
            raise rule_error(source.name, what, f"one of its {kind} would never be used")
    return found


@cache
def checks() -> tuple[Check, ...]:
    """The shipped checks."""
    return read_checks(files("reclaim.data").joinpath("prevention.yaml"))


def _position(code: pl.Expr, kind: str) -> pl.Expr:
    """The position of the check that catches a code; null for none."""
    of_code = {
        code: position for position, check in enumerate(checks()) for code in getattr(check, kind)
    }
    return code.replace_strict(of_code, default=None, return_dtype=pl.UInt32)
