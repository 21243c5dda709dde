"""Are the group, reason and remark codes of a remittance on their lists, in force, and complete?

The day that counts is the payment date. A reversal repeats the codes of the claim it takes back,
so neither a stop date nor a missing remark is held against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from reclaim.codes import standing
from reclaim.schema import TABLES
from reclaim.x12.checks.rows import PROBLEMS, all_problems, problem_rows

REVERSAL = "22"
REMARK_CODES = "HE"
EMPTY = "empty"
"""Stands for a code that is not given: on no list, and so unknown."""

SEGMENT = ["file_id", "segment_number"]
CLAIM = ["file_id", "claim_segment"]
LINE = ["file_id", "line_segment"]

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class CodeLists:
    """The code lists to check against, as `reclaim.codes` gives them."""

    groups: pl.DataFrame
    carcs: pl.DataFrame
    rarcs: pl.DataFrame


def check_codes(tables: Tables, lists: CodeLists) -> pl.DataFrame:
    """Problems with the codes of a batch of whole remitted claims; a missing table is empty.

    A batch has many rows and few codes, nearly all of them beyond doubt: only the rows of the
    others are looked at one by one.
    """
    names = ("adjustments", "remarks", "remit_claims")
    tables = {name: tables[name] if name in tables else TABLES[name].empty() for name in names}
    adjustments, claims = tables["adjustments"], tables["remit_claims"]
    remarks = tables["remarks"].filter(pl.col("code_list").fill_null(REMARK_CODES) == REMARK_CODES)
    of_group = _doubtful(adjustments, claims, lists.groups, "group_code")
    of_reason = _doubtful(adjustments, claims, lists.carcs, "carc")
    of_remark = _doubtful(remarks, claims, lists.rarcs, "rarc")
    return all_problems(
        [
            *_groups(_with_claim(of_group, claims), lists.groups),
            *_reasons(_with_claim(of_reason, claims), lists.carcs),
            *_remarks(_judged(_with_claim(of_remark, claims), lists.rarcs, "rarc")),
            _restricted(adjustments, claims, lists),
            _without_remark(tables, lists),
        ]
    )


def _doubtful(
    rows: pl.DataFrame, claims: pl.DataFrame, codes: pl.DataFrame, code: str
) -> pl.DataFrame:
    """The rows whose code is not known to be in force on every day of payment of the batch."""
    days = claims["payment_date"]
    first, last = (pl.lit(day, dtype=pl.Date) for day in (days.min(), days.max()))
    begun = (pl.col("start") <= first).fill_null(value=True)
    running = (pl.col("stop") > last).fill_null(value=True)
    sure = codes.filter(begun & running)["code"]
    used = rows[code].unique()
    doubted = used.filter(~used.is_in(sure.implode()).fill_null(value=False))
    if doubted.is_empty():
        return rows.clear()
    return rows.filter(pl.col(code).is_in(doubted.implode(), nulls_equal=True))


def _with_claim(rows: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Each row beside the claim number, status and payment date of its claim; null in no claim."""
    if rows.is_empty():
        return rows.with_columns(reversal=pl.lit(value=False))
    facts = claims.select(
        "file_id",
        "patient_control_number",
        "payment_date",
        claim_segment="segment_number",
        reversal=pl.col("claim_status").eq_missing(REVERSAL),
    )
    joined = rows.join(facts, on=CLAIM, how="left", maintain_order="left")
    return joined.with_columns(pl.col("reversal").fill_null(value=False))


def _judged(rows: pl.DataFrame, codes: pl.DataFrame, code: str) -> pl.DataFrame:
    """Rows with the `standing` of their code on the payment date, and the dates of its life."""
    if rows.is_empty():
        return rows.with_columns(standing=pl.lit(None, pl.String))
    dated = codes.select(pl.col("code").alias(code), "start", "stop")
    given = rows.with_columns(pl.col(code).fill_null(EMPTY)).lazy()
    judged = standing(given, codes, code=code, on="payment_date").collect()
    return judged.join(dated, on=code, how="left", maintain_order="left")


def _groups(adjustments: pl.DataFrame, groups: pl.DataFrame) -> list[pl.DataFrame]:
    """One problem a CAS segment, however many reasons it holds."""
    segments = adjustments.unique(SEGMENT, keep="first", maintain_order=True)
    judged = _judged(segments, groups, "group_code")
    return [
        _unknown(judged, "X835-GROUP-UNKNOWN", "group_code", "CAS01 is {}.", pl.lit(1)),
        _stopped(judged, "X835-GROUP-STOPPED", "group_code", pl.lit(1)),
    ]


def _reasons(adjustments: pl.DataFrame, carcs: pl.DataFrame) -> list[pl.DataFrame]:
    here = pl.col("element")
    reasons = _judged(adjustments, carcs, "carc")
    return [
        _unknown(reasons, "X835-CARC-UNKNOWN", "carc", "Reason code {} is not on the list.", here),
        _stopped(reasons, "X835-CARC-STOPPED", "carc", here),
        _future(reasons, "X835-CARC-FUTURE", "carc", here),
    ]


def _remarks(remarks: pl.DataFrame) -> list[pl.DataFrame]:
    here = pl.col("element")
    return [
        _unknown(remarks, "X835-RARC-UNKNOWN", "rarc", "Remark code {} is not on the list.", here),
        _stopped(remarks, "X835-RARC-STOPPED", "rarc", here),
    ]


def _unknown(
    judged: pl.DataFrame, problem: str, code: str, words: str, element: pl.Expr
) -> pl.DataFrame:
    found = judged.filter(pl.col("standing") == "unknown")
    detail = pl.format(words, code)
    sent = pl.when(pl.col(code) != EMPTY).then(pl.col(code))
    return problem_rows(found, problem, element=element, value=sent, detail=detail)


def _stopped(judged: pl.DataFrame, problem: str, code: str, element: pl.Expr) -> pl.DataFrame:
    found = judged.filter((pl.col("standing") == "stopped") & ~pl.col("reversal"))
    detail = pl.format(
        "{} stopped on {}; the payment is of {}.", code, pl.col("stop"), pl.col("payment_date")
    )
    return problem_rows(found, problem, element=element, value=pl.col(code), detail=detail)


def _future(judged: pl.DataFrame, problem: str, code: str, element: pl.Expr) -> pl.DataFrame:
    found = judged.filter(pl.col("standing") == "not_yet")
    detail = pl.format(
        "{} starts on {}; the payment is of {}.", code, pl.col("start"), pl.col("payment_date")
    )
    return problem_rows(found, problem, element=element, value=pl.col(code), detail=detail)


def _restricted(adjustments: pl.DataFrame, claims: pl.DataFrame, lists: CodeLists) -> pl.DataFrame:
    """Groups that still run only: one that is unknown or stopped is a problem of its own."""
    limits = lists.carcs.select(carc="code", allowed="groups_allowed").filter(
        pl.col("allowed").list.len() > 0
    )
    running = lists.groups.filter(pl.col("stop").is_null())["code"].to_list()
    outside = pl.col("group_code").is_in(running) & ~pl.col("group_code").is_in(pl.col("allowed"))
    used = adjustments.select("group_code", "carc").unique()
    wrong = used.join(limits, on="carc").filter(outside)
    if wrong.is_empty():
        return PROBLEMS.empty()
    rows = adjustments.join(wrong, on=["group_code", "carc"], maintain_order="left")
    found = _with_claim(rows, claims)
    detail = pl.format(
        "{} may stand under {}; here it stands under {}.",
        "carc",
        pl.col("allowed").list.join(", "),
        "group_code",
    )
    return problem_rows(
        found,
        "X835-GROUP-RESTRICTED",
        element=pl.col("element"),
        value=pl.col("carc"),
        detail=detail,
    )


def _without_remark(tables: Tables, lists: CodeLists) -> pl.DataFrame:
    """Reasons that need a remark and have none, on their line or their claim.

    Under a claim-level reason any remark of the claim counts. An alert never does; a pharmacy
    reject code (LQ01 is RX) does.
    """
    demanding = lists.carcs.filter("remark_required")["code"].implode()
    rows = tables["adjustments"].filter(pl.col("carc").is_in(demanding))
    if rows.is_empty():
        return PROBLEMS.empty()
    asked = _with_claim(rows, tables["remit_claims"]).filter(~pl.col("reversal"))
    alerts = lists.rarcs.filter(kind="alert").select(rarc="code")
    remarks = tables["remarks"].filter(pl.col("rarc").is_not_null())
    counting = remarks.join(alerts, on="rarc", how="anti")
    on_claim = counting.filter(pl.col("line_segment").is_null()).select(CLAIM)
    lacking = asked.join(on_claim, on=CLAIM, how="anti")
    of_line = pl.col("line_segment").is_not_null()
    found = pl.concat(
        [
            lacking.filter(of_line).join(counting.select(LINE), on=LINE, how="anti"),
            lacking.filter(~of_line).join(counting.select(CLAIM), on=CLAIM, how="anti"),
        ]
    )
    detail = pl.format("{} needs a remark that is not an alert; there is none.", "carc")
    return problem_rows(
        found,
        "X835-REMARK-MISSING",
        element=pl.col("element"),
        value=pl.col("carc"),
        detail=detail,
    )
