"""Was the same service of the same patient on the same day decided elsewhere, and how?"""

from dataclasses import dataclass

import polars as pl

from reclaim.audit.facts.asked import Asked, code, modifiers, payer_key, remitted, row_id, standing
from reclaim.audit.facts.rows import Source, fact, first
from reclaim.audit.facts.tables import MODIFIERS, SUBMITTED_MODIFIERS, FactTables
from reclaim.codes import carcs
from reclaim.rules.fact_words import fact_codes

NO_ACCOUNT = "0"
"""CLP01 of a claim that came to the payer without a number. Source: 005010X221A1, CLP01."""

COST_SHARES = ("patient/deductible", "patient/coinsurance", "patient/copay")

SOURCE = Source("remit_lines", file="other_file_id", segment="other_segment")
CLAIM_SOURCE = Source("remit_claims", file="other_file_id", segment="other_segment")
ORDER = ("other_payment_date", "other_file_id", "other_segment")


@dataclass(frozen=True)
class _Concerned:
    """The remitted claims that share an account or a patient with a claim that is asked about.

    `account` and `patient` are who it is about, with the payer; null when not known.
    """

    mine: pl.DataFrame
    theirs: pl.DataFrame
    their_lines: pl.LazyFrame


def twins(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """Facts about other decisions on the same service, by the same payer.

    The same service: the same provider's number of the claim, or the same patient, with the same
    day and procedure (modifiers aside); another line of the same claim is one, too. Where no
    procedure is stated, whole claims of the same first day and charge. What was reversed, and
    what repeats another remittance, decides nothing. A service that was paid nothing because it
    went to the deductible or another cost share was allowed: that is no refusal.
    """
    concerned = _concerned(given, asked)
    lines = _line_twins(asked, concerned).collect().lazy()
    claims = _claim_twins(given, asked, concerned).collect().lazy()
    paid = pl.col("other_paid_cents") > 0
    allowed = paid | pl.col("other_shared")
    earlier = pl.col("other_payment_date") <= pl.col("payment_date")
    rules = {
        "paid_original_found": allowed,
        "denied_original_found": (pl.col("other_paid_cents") <= 0)
        & ~pl.col("other_shared")
        & pl.col("before"),
        "earlier_payment_found": paid & earlier & pl.col("elsewhere"),
    }
    told = [
        rows
        for name, rule in rules.items()
        for rows in _told(asked, name, lines.filter(rule), claims.filter(rule))
    ]
    searched = concerned.mine.lazy().select("claim")
    return [
        *(rows.join(searched, on="claim", how="semi") for rows in told),
        _distinct(asked, lines),
    ]


def _concerned(given: FactTables, asked: Asked) -> _Concerned:
    own = asked.claims.lazy().select("claim", "claim_id")
    mine = remitted(given).join(own, on="claim_id", how="semi").collect()
    shares = _among(mine, "patient_control_number") | _among(mine, "patient_id")
    others = given.remit_claims.lazy().filter(shares).with_columns(claim_id=row_id()).collect()
    known = payer_key(given, others).select(
        "claim_id",
        "file_id",
        "segment_number",
        "claim_status",
        "payer_control_number",
        "charge_cents",
        "paid_cents",
        "payment_date",
        "statement_from_date",
        account=_who("patient_control_number"),
        patient=_who("patient_id", "patient_first_name"),
    )
    theirs = standing(given, known.lazy()).collect()
    found = known.lazy().join(own, on="claim_id").collect()
    return _Concerned(found, theirs, _their_lines(given, theirs))


def _among(mine: pl.DataFrame, column: str) -> pl.Expr:
    values = mine[column].drop_nulls().unique()
    wanted = values.filter(values != NO_ACCOUNT).implode()
    return pl.col(column).is_in(wanted).fill_null(value=False)


def _who(number: str, *more: str) -> pl.Expr:
    """The account or patient at a payer, as one number; null without an identifier."""
    known = pl.col(number).is_not_null() & (pl.col(number) != NO_ACCOUNT)
    return pl.when(known).then(pl.struct("payer_key", number, *more).hash())


def _their_lines(given: FactTables, theirs: pl.DataFrame) -> pl.LazyFrame:
    above = theirs.lazy().select(
        "claim_id",
        "file_id",
        "account",
        "patient",
        "payment_date",
        "payer_control_number",
        "statement_from_date",
        claim_segment="segment_number",
    )
    shared = _shared(given).drop_nulls("line_segment")
    return (
        given.remit_lines.lazy()
        .join(above, on=["file_id", "claim_segment"])
        .join(
            shared.select(
                "file_id", segment_number="line_segment", other_shared=pl.lit(value=True)
            ),
            on=["file_id", "segment_number"],
            how="left",
        )
        .select(
            pl.col("other_shared").fill_null(value=False),
            "account",
            "patient",
            code=code(),
            day=pl.coalesce("service_date", "statement_from_date"),
            other_claim_id="claim_id",
            other_file_id="file_id",
            other_segment="segment_number",
            other_payment_date="payment_date",
            other_paid_cents="paid_cents",
            other_number="payer_control_number",
            other_modifiers=modifiers((*MODIFIERS, *SUBMITTED_MODIFIERS)),
        )
    )


def _shared(given: FactTables) -> pl.LazyFrame:
    """The lines and claims (line null) of which a cost share was left to the patient, once each."""
    codes = carcs().filter(pl.col("category").is_in(COST_SHARES))["code"]
    return (
        given.adjustments.lazy()
        .filter(pl.col("group_code") == "PR", pl.col("carc").is_in(codes.unique().implode()))
        .select("file_id", "claim_segment", "line_segment")
        .unique()
    )


def _line_twins(asked: Asked, concerned: _Concerned) -> pl.LazyFrame:
    """Each line that is asked about, beside each line that decides on the same service."""
    who = concerned.mine.lazy().select("claim", "claim_id", "account", "patient", "payment_date")
    mine = asked.lines.lazy().select(
        "claim", "line_number", "file_id", "segment_number", "code", "modifiers", day="service_date"
    )
    return _paired(mine.join(who, on="claim"), concerned.their_lines, ["code", "day"]).filter(
        (pl.col("file_id") != pl.col("other_file_id"))
        | (pl.col("segment_number") != pl.col("other_segment"))
    )


def _claim_twins(given: FactTables, asked: Asked, concerned: _Concerned) -> pl.LazyFrame:
    """Each claim that states no procedure beside others of its patient, first day and charge."""
    days = concerned.their_lines.group_by(claim_id="other_claim_id").agg(pl.col("day").min())
    shared = _shared(given).select(
        "file_id", segment_number="claim_segment", other_shared=pl.lit(value=True)
    )
    theirs = (
        concerned.theirs.lazy()
        .join(days, on="claim_id", how="left")
        .join(
            shared.unique(),
            on=["file_id", "segment_number"],
            how="left",
        )
        .select(
            pl.col("other_shared").fill_null(value=False),
            "account",
            "patient",
            "charge_cents",
            day=pl.coalesce("day", "statement_from_date"),
            other_claim_id="claim_id",
            other_file_id="file_id",
            other_segment="segment_number",
            other_payment_date="payment_date",
            other_paid_cents="paid_cents",
            other_number="payer_control_number",
        )
    )
    days_of_mine = asked.claims.lazy().select("claim", day="service_date")
    coded = asked.lines.lazy().drop_nulls("code").select("claim")
    mine = concerned.mine.lazy().join(days_of_mine, on="claim").join(coded, on="claim", how="anti")
    return _paired(mine, theirs, ["charge_cents", "day"]).filter(pl.col("elsewhere"))


def _paired(mine: pl.LazyFrame, theirs: pl.LazyFrame, same: list[str]) -> pl.LazyFrame:
    """Rows that agree on the account or the patient, each pair once, and which came before."""
    by_account = mine.join(theirs.drop("patient"), on=["account", *same])
    by_patient = mine.join(theirs.drop("account"), on=["patient", *same])
    once = ["claim", "segment_number", "other_file_id", "other_segment"]
    earlier = pl.col("other_payment_date") < pl.col("payment_date")
    that_day = pl.col("other_payment_date") == pl.col("payment_date")
    return (
        pl.concat([by_account, by_patient], how="diagonal")
        .unique(once)
        .with_columns(
            before=earlier | (that_day & _before()),
            elsewhere=pl.col("other_claim_id") != pl.col("claim_id"),
        )
    )


def _before() -> pl.Expr:
    """Of two rows of one day, the one that stands first in the order of files and segments."""
    same_file = pl.col("other_file_id") == pl.col("file_id")
    return (pl.col("other_file_id") < pl.col("file_id")) | (
        same_file & (pl.col("other_segment") < pl.col("segment_number"))
    )


def _told(asked: Asked, name: str, lines: pl.LazyFrame, claims: pl.LazyFrame) -> list[pl.LazyFrame]:
    """A row for the claim, and one for each of its lines where anything was found at all.

    It holds of the claim when it holds of the whole, or of every line.
    """
    columns = ("other_file_id", "other_segment", "other_payment_date", "other_number")
    found = first(lines, ("claim", "line_number"), *ORDER).select("claim", "line_number", *columns)
    whole = first(claims, ("claim",), *ORDER).select("claim", *columns)
    every = (
        asked.lines.lazy()
        .select("claim", "line_number")
        .join(found, on=["claim", "line_number"], how="left")
    )
    holds = pl.col("other_segment").is_not_null()
    all_lines = every.group_by("claim").agg(all_found=holds.all())
    of_claims = (
        asked.claims.lazy()
        .select("claim")
        .join(whole, on="claim", how="left")
        .join(all_lines, on="claim", how="left")
    )
    some = pl.concat([found.select("claim"), whole.select("claim")]).unique()
    said: dict[str, str | pl.Expr] = {
        "on": "other_payment_date",
        "detail": pl.concat_str(pl.lit("claim "), "other_number"),
    }
    of_claim = holds | pl.col("all_found").fill_null(value=False)
    return [
        fact(of_claims, name, of_claim, CLAIM_SOURCE, **said),
        fact(
            every.join(some, on="claim", how="semi"),
            name,
            holds,
            SOURCE,
            line_number="line_number",
            **said,
        ),
    ]


def _distinct(asked: Asked, pairs: pl.LazyFrame) -> pl.LazyFrame:
    """A modifier that the line has and its twin lacks; without a twin, any that speaks of one."""
    parting = pl.lit(fact_codes("distinct_service", "modifier"))
    sent = pl.col("sent_modifiers").fill_null([])
    carried = pl.col("modifiers").list.set_union(sent).list.set_intersection(parting)
    lines = asked.lines.lazy().select(
        "claim", "line_number", "file_id", "segment_number", carried=carried.list.sort()
    )
    beside = pairs.select("claim", "line_number", "other_modifiers").join(
        lines.select("claim", "line_number", "carried"), on=["claim", "line_number"]
    )
    differs = pl.col("carried").list.set_difference("other_modifiers").list.len() > 0
    parted = beside.group_by("claim", "line_number").agg(parted=differs.all())
    alone = pl.when(pl.col("carried").list.len() > 0).then(pl.lit(value=True))
    return fact(
        lines.join(parted, on=["claim", "line_number"], how="left"),
        "distinct_service",
        pl.coalesce("parted", alone),
        Source("remit_lines"),
        line_number="line_number",
        detail=pl.col("carried").list.join(" "),
    )
