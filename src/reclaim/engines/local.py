"""Run an audit on one machine: batch by batch into Parquet, then what needs all claims at once."""

import datetime as dt
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from reclaim.audit.net import CLAIM_COLUMNS, REVERSAL, State, net
from reclaim.contracts.book import NONE, ContractBook
from reclaim.engines.ahead import ahead
from reclaim.engines.parquet import TableFiles, read_groups, table_files
from reclaim.intake.practice import Practice
from reclaim.pipeline.judging import Placed, derive
from reclaim.pipeline.kept import kept
from reclaim.pipeline.ranking import payer_habits, ranked_findings
from reclaim.pipeline.recouping import recoupments
from reclaim.pipeline.scan import Scan
from reclaim.pipeline.steps import (
    AMOUNTS,
    HABIT_COUNTS,
    SHARES,
    TO_JUDGE,
    TO_SETTLE,
    WAITING,
    added,
    run_steps,
)
from reclaim.rules.rulebook import SHIPPED, Rulebook
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id
from reclaim.timing import stage
from reclaim.x12.reader import Tables

FACT_TABLES = (
    "files",
    "problems",
    "transactions",
    "groups",
    "interchanges",
    "payments",
    "remit_claims",
    "remit_lines",
    "adjustments",
    "remarks",
    "provider_adjustments",
    "claims",
    "claim_lines",
    "other_payers",
    "claim_statuses",
    "acknowledgements",
    "coverages",
)
"""What an audit keeps of what it reads; `reclaim read` writes every table."""

DERIVED_TABLES = (
    "dispositions",
    "expected_lines",
    "claim_states",
    "claim_links",
    "line_links",
    "facts",
    "findings",
    "finding_lines",
    "evidence",
    "payer_habits",
)
"""What it makes of that."""

MADE_BY_JUDGING = (
    "expected_lines",
    "claim_links",
    "line_links",
    "facts",
    "findings",
    "finding_lines",
    "evidence",
)
"""Those of them that come in parts, beside `dispositions`."""

AUDIT_TABLES = (*FACT_TABLES, *DERIVED_TABLES)

ASKED_BY_CONTRACTS = ("claim_diagnoses",)
"""Tables that are kept too where there are contracts: the 837 has the DRG among the diagnoses."""

SUMS = (SHARES, HABIT_COUNTS)
FOLD_AFTER = 64
"""So many batches' sums are kept before they are added up."""


def audit(
    batches: Iterable[Tables],
    folder: Path,
    *,
    as_of: dt.date,
    book: Rulebook = SHIPPED,
    practice: Practice = Practice(),  # noqa: B008  it is frozen, and empty
    contracts: ContractBook = NONE,
) -> None:
    """Place every charged cent of the batches, match, price, judge and rank.

    Writes `AUDIT_TABLES` to `folder`, as Parquet, and with contracts `ASKED_BY_CONTRACTS`. A claim
    that comes twice under one trace number is in `dispositions` once; `claim_states` names both.
    Memory holds a few batches, and then narrow columns of all claims and what is to be judged.
    """
    scan = scan_folder(folder)
    by = JudgeBy(book, practice, contracts)
    keep = (*FACT_TABLES, *ASKED_BY_CONTRACTS) if contracts else FACT_TABLES
    sums = judge_claims(batches, folder, scan, by, keep=keep)
    with stage("rank"):
        taken = recoupments(scan, book)
        for name, rows in taken.items():
            write_tables(folder, {name: pl.concat([scan(name).collect(), rows])})
        write_tables(folder, {"findings": ranked_findings(scan, sums[SHARES], book, as_of=as_of)})
        write_tables(folder, {"payer_habits": payer_habits(scan, sums[HABIT_COUNTS], book)})


@dataclass(frozen=True)
class JudgeBy:
    """What claims are judged by: the rules, the practice's own files, its contracts."""

    book: Rulebook
    practice: Practice
    contracts: ContractBook


def judge_claims(
    batches: Iterable[Tables],
    folder: Path,
    scan: Scan,
    by: JudgeBy,
    *,
    keep: Iterable[str] = (),
) -> dict[str, pl.DataFrame]:
    """The sums of SHARES and HABIT_COUNTS, once the claims of the batches are judged.

    Writes to `folder` the tables that are made claim by claim, findings without their rank.

    Args:
        batches: whole claims, with the tables that placing reads.
        folder: where to write.
        scan: gives the tables of facts of the same claims, once the batches are read.
        by: what they are judged by.
        keep: tables of the batches to be written to `folder` too.
    """
    book = replace(by.book, contracts=bool(by.contracts))
    schema = {"dispositions": TABLES["dispositions"].polars_schema}
    with table_files(folder, schema) as dispositions:
        with stage("read and place"):
            sums = _read(batches, folder, book, dispositions, keep)
        with stage("net"):
            states = net(_concerned(scan("remit_claims")))
        placed = _placed(folder, scan, states, book)
        made = {name: TABLES[name].polars_schema for name in MADE_BY_JUDGING}
        with table_files(folder, made) as files:
            for part in derive(placed, book, by.practice, by.contracts):
                dispositions.write(part)
                files.write(part)
    with stage("write"):
        for name in WAITING:
            (folder / f"{name}.parquet").unlink(missing_ok=True)
        _write_states(scan("remit_claims"), states, folder)
        _leave_out_repeats(folder, states)
    return sums


def scan_folder(folder: Path) -> Scan:
    """Gives the tables in a folder."""
    return lambda name: pl.scan_parquet(folder / f"{name}.parquet")


def write_tables(folder: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Write these tables, over those of the same name."""
    schemas = {name: TABLES[name].polars_schema for name in tables}
    with table_files(folder, schemas) as files:
        files.write(tables)


def _read(
    batches: Iterable[Tables],
    folder: Path,
    book: Rulebook,
    dispositions: TableFiles,
    keep: Iterable[str],
) -> dict[str, pl.DataFrame]:
    """Write the facts and the placed rows of every batch; the sums of them all."""
    schemas = {name: TABLES[name].polars_schema for name in keep}
    schemas |= {name: WAITING[name] for name in _waiting(book)}
    sums: dict[str, list[pl.DataFrame]] = {name: [] for name in SUMS}
    with table_files(folder, schemas) as files:
        for batch in ahead(batches):
            tables = run_steps(batch, book)
            files.write(tables)
            dispositions.write(tables)
            for name, parts in sums.items():
                if name in tables:
                    parts.append(kept(tables[name]))
                if len(parts) >= FOLD_AFTER:
                    parts[:] = [added(name, parts)]
    return {name: added(name, parts) for name, parts in sums.items()}


def _waiting(book: Rulebook) -> tuple[str, ...]:
    return tuple(WAITING) if book.contracts else (TO_JUDGE,)


def _placed(folder: Path, scan: Scan, states: pl.DataFrame, book: Rulebook) -> Placed:
    """What placing has left in the folder."""
    to_judge = pl.read_parquet(folder / f"{TO_JUDGE}.parquet")
    if not book.contracts:
        return Placed(scan, to_judge, states)
    left = scan_folder(folder)
    return Placed(scan, to_judge, states, to_settle=left(TO_SETTLE), amounts=left(AMOUNTS))


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


def _leave_out_repeats(folder: Path, states: pl.DataFrame) -> None:
    """Rewrite the dispositions without the claims that come twice; mostly there are none."""
    repeats = states.filter(pl.col("state") == State.DUPLICATE.value)["claim_id"]
    if repeats.is_empty():
        return
    path, settled = folder / "dispositions.parquet", folder / "settled"
    with table_files(settled, {"dispositions": TABLES["dispositions"].polars_schema}) as files:
        for rows in read_groups(path):
            kept_rows = rows.filter(~pl.col("claim_id").is_in(repeats.implode()))
            files.write({"dispositions": kept_rows})
    (settled / "dispositions.parquet").replace(path)
    shutil.rmtree(settled)
