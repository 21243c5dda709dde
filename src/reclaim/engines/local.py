"""Run an audit on one machine: batch by batch into Parquet, then net what belongs together."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from reclaim.audit.net import CLAIM_COLUMNS, REVERSAL, State, mirror, net
from reclaim.engines.ahead import ahead
from reclaim.engines.parquet import read_groups, table_files
from reclaim.pipeline.steps import run_steps
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id
from reclaim.x12.reader import Tables

AUDIT_TABLES = (
    "files",
    "problems",
    "dispositions",
    "payments",
    "remit_claims",
    "remit_lines",
    "adjustments",
    "remarks",
    "provider_adjustments",
    "claims",
    "claim_lines",
)
"""What an audit keeps of what it reads; `reclaim read` writes every table."""


def audit(batches: Iterable[Tables], folder: Path) -> None:
    """Place every charged cent of the batches, and net reversals with what they take back.

    Writes `AUDIT_TABLES` and `claim_states` to `folder`, as Parquet. A claim that comes twice under
    one trace number is in `dispositions` once; `claim_states` names both. Memory holds a few
    batches, and the claims that reversals or repeated payments may concern.
    """
    schemas = {name: TABLES[name].polars_schema for name in AUDIT_TABLES}
    with table_files(folder, schemas) as files:
        for batch in ahead(batches):
            files.write(run_steps(batch))
    claims = pl.scan_parquet(folder / "remit_claims.parquet")
    concerned = _concerned(claims)
    states = net(concerned)
    _write_states(claims, states, folder)
    _settle(folder, states, concerned)


def _concerned(claims: pl.LazyFrame) -> pl.DataFrame:
    """The claims that share a number with a reversal, or a trace number with another file."""
    columns = claims.select(CLAIM_COLUMNS)
    reversals = columns.filter(pl.col("claim_status") == REVERSAL)
    numbers = ("patient_control_number", "payer_control_number", "original_claim_number")
    named = reversals.select(pl.concat_list(numbers).alias("number")).explode("number")
    listed = named.unique().drop_nulls().collect()["number"].implode()
    traces = (
        columns.select("trace_number", "file_id")
        .unique()
        .drop_nulls()
        .group_by("trace_number")
        .len()
    )
    repeated = traces.filter(pl.col("len") > 1).collect()["trace_number"].implode()
    shares = pl.any_horizontal(*(pl.col(name).is_in(listed) for name in numbers))
    return columns.filter(
        shares.fill_null(value=False)
        | pl.col("trace_number").is_in(repeated).fill_null(value=False)
    ).collect()


def _write_states(claims: pl.LazyFrame, states: pl.DataFrame, folder: Path) -> None:
    """Every claim's state; one that nothing concerns is an original, and counts."""
    known = states.lazy().drop("file_id")
    (
        claims.select("file_id", claim_id())
        .join(known, on="claim_id", how="left")
        .with_columns(
            state=pl.col("state").fill_null(State.ORIGINAL.value),
            counts=pl.col("counts").fill_null(value=True),
        )
        .select(TABLES["claim_states"].polars_schema.names())
        .sink_parquet(folder / "claim_states.parquet")
    )


def _settle(folder: Path, states: pl.DataFrame, concerned: pl.DataFrame) -> None:
    """Rewrite the dispositions: reversals mirror what they take back, repeats are left out."""
    dropped = states.filter(
        pl.col("reverses").is_not_null() | (pl.col("state") == State.DUPLICATE.value)
    )["claim_id"]
    if not len(dropped):
        return
    path, settled = folder / "dispositions.parquet", folder / "settled"
    reversed_claims = states["reverses"].drop_nulls().implode()
    originals = pl.scan_parquet(path).filter(pl.col("claim_id").is_in(reversed_claims)).collect()
    with table_files(settled, {"dispositions": TABLES["dispositions"].polars_schema}) as files:
        for rows in read_groups(path):
            kept = rows.filter(~pl.col("claim_id").is_in(dropped.implode()))
            files.write({"dispositions": kept})
        files.write({"dispositions": mirror(originals, states, concerned)})
    (settled / "dispositions.parquet").replace(path)
    shutil.rmtree(settled)
