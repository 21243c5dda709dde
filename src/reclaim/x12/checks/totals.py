"""Is the payment of a remittance what its claims and provider adjustments add up to?

A transaction may span batches, so each batch gives its sums and the end compares them. A positive
provider adjustment lowers the payment (X12 RFI 2601).
"""

from collections.abc import Mapping, Sequence

import polars as pl

from reclaim.x12.checks.kinds import Kinds, numbering
from reclaim.x12.checks.rows import all_problems, dollars, exact_sum, problem_rows

TRANSACTION = ("file_id", "transaction")
Tables = Mapping[str, pl.DataFrame]


def partial_totals(tables: Tables, kinds: Kinds) -> dict[str, pl.DataFrame]:
    """What one batch says of its remittances: payments, sums, where they open."""
    claims = _sums(tables["remit_claims"], "paid_cents")
    provider = _sums(tables["provider_adjustments"], "adjustment_cents")
    columns = [*TRANSACTION, "segment_number", "byte_offset"]
    opening = kinds.rows(kinds.name == numbering().name("ST"))
    return {
        "payments": tables["payments"].select(*columns, "payment_cents", "credit_debit"),
        "claim_sums": claims,
        "provider_sums": provider,
        "openings": opening.filter(transaction_set="835").select(columns),
    }


def finish_totals(
    partials: Sequence[Mapping[str, pl.DataFrame]], closed: pl.DataFrame
) -> pl.DataFrame:
    """Problems with the payments of whole files, from the partials of all their batches.

    `closed` names the transactions (file_id, transaction) that have their SE. One that has none may
    have lost claims, and its total is not judged.
    """
    whole = {name: pl.concat([part[name] for part in partials]) for name in partials[0]}
    return all_problems([_without_payment(whole), _unbalanced(whole, closed)])


def _without_payment(whole: Tables) -> pl.DataFrame:
    bare = whole["openings"].join(whole["payments"], on=TRANSACTION, how="anti")
    claims = whole["claim_sums"].group_by(TRANSACTION).agg(pl.col("rows").sum())
    found = bare.join(claims, on=TRANSACTION)
    detail = pl.format("Claims on it: {}.", pl.col("rows"))
    return problem_rows(found, "X835-PAYMENT-MISSING", detail=detail)


def _unbalanced(whole: Tables, closed: pl.DataFrame) -> pl.DataFrame:
    claims = _resum(whole["claim_sums"]).rename({"cents": "claim_cents", "unread": "unread_claims"})
    provider = _resum(whole["provider_sums"]).rename(
        {"cents": "provider_cents", "unread": "unread_provider"}
    )
    payments = (
        whole["payments"]
        .unique(TRANSACTION, keep="first", maintain_order=True)
        .join(closed, on=TRANSACTION, how="semi")
        .join(claims, on=TRANSACTION, how="left")
        .join(provider, on=TRANSACTION, how="left")
        .with_columns(pl.col("^(claim|provider)_cents|unread_.*$").fill_null(0))
    )
    return _judged(payments)


def _judged(payments: pl.DataFrame) -> pl.DataFrame:
    total = pl.col("claim_cents") - pl.col("provider_cents")
    paid = pl.col("payment_cents").cast(pl.Int128)
    # A debit takes money from the provider; BPR02 itself bears no sign.
    signed = pl.when(pl.col("credit_debit").eq_missing("D") & (total < 0)).then(paid * -1)
    difference = total - signed.otherwise(paid)
    known = (pl.col("unread_claims") == 0) & (pl.col("unread_provider") == 0)
    return problem_rows(
        payments.filter(known & (difference != 0)),
        "X835-BALANCE-TRANSACTION",
        element=2,
        difference=difference,
        detail=pl.format(
            "Claims pay {}, less provider adjustments {} is {}; BPR02 pays {}. {} is unexplained.",
            dollars(pl.col("claim_cents")),
            dollars(pl.col("provider_cents")),
            dollars(total),
            dollars(paid),
            dollars(difference),
        ),
    )


def _sums(rows: pl.DataFrame, cents: str) -> pl.DataFrame:
    return rows.group_by(TRANSACTION).agg(
        cents=exact_sum(cents), unread=pl.col(cents).null_count(), rows=pl.len()
    )


def _resum(sums: pl.DataFrame) -> pl.DataFrame:
    return sums.group_by(TRANSACTION).agg(pl.col("cents").sum(), pl.col("unread").sum())
