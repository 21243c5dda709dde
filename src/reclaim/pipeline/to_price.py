"""Gathers what contracts price: decided claims and their lines, as sent where that is known."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from reclaim.contracts.exact import UNITS
from reclaim.contracts.frames import LINES
from reclaim.pipeline.claims_to_price import drgs, keys_of, sent_claims, told_of_claims
from reclaim.pipeline.scan import Scan
from reclaim.schema.claim_states import claim_id

MODIFIERS = ("modifier_1", "modifier_2", "modifier_3", "modifier_4")
SUBMITTED = tuple(f"submitted_{name}" for name in MODIFIERS)
REMIT_LINE_COLUMNS = (
    "file_id",
    "segment_number",
    "claim_segment",
    "procedure_qualifier",
    "procedure_code",
    *MODIFIERS,
    "submitted_qualifier",
    "submitted_code",
    *SUBMITTED,
    "revenue_code",
    "charge_cents",
    "paid_units",
    "submitted_units",
    "service_date",
    "allowed_cents",
)
SENT_LINE_COLUMNS = (
    "file_id",
    "segment_number",
    "procedure_qualifier",
    "procedure_code",
    *MODIFIERS,
    "revenue_code",
    "charge_cents",
    "unit",
    "units",
    "place_of_service",
    "service_date",
    "rendering_id",
)
REVENUE = "NU"
MINUTES = "MJ"
CLAIM, REMITTANCE = "claim", "remittance"
WHOLE = 0
"""Line number of a line that stands for a whole claim, of which no lines are known."""

LINE_FRAME = pl.Schema({**LINES, "priced_from": pl.String(), "reported_allowed_cents": pl.Int64()})
REVENUE_DIGITS = 4
MOST = 10**15
"""Payers' files may hold units of any size; beyond this no column holds them whole."""


@dataclass(frozen=True)
class ToPrice:
    """Claims and lines in the frames of pricing, and what else is told of them.

    `claims` has contracts.frames.CLAIMS and more of the remittance; `lines` has LINE_FRAME.
    """

    claims: pl.DataFrame
    lines: pl.DataFrame


def to_price(
    scan: Scan, claims: pl.DataFrame, links: pl.DataFrame, line_links: pl.DataFrame
) -> ToPrice:
    """What contracts price of some claims.

    A claim is priced as the provider sent it when each of its lines on the remittance answers one
    line as sent, beyond doubt, and none of these answers two; payers recode. Else it is priced as
    the remittance names it, by the submitted code where the payer tells it.

    Args:
        scan: gives the tables of facts.
        claims: `claim_id`, `payer` and REMIT_CLAIM_COLUMNS of remitted claims.
        links: table `claim_links`.
        line_links: table `line_links`.
    """
    remitted = _remitted_lines(scan, claims)
    pairs = _pairs(line_links, remitted)
    sent_lines = _sent_lines(scan, pairs)
    sent = sent_claims(scan, claims, links)
    told = told_of_claims(claims, sent, remitted, drgs(scan, sent))
    lines = _lines(remitted, pairs.join(sent_lines, on="claim_line_id"))
    bare = claims.join(remitted, on="claim_id", how="anti")
    unlined = _without_lines(bare, _lines_of(scan, bare, sent))
    return ToPrice(told, _with_the_claims(pl.concat([lines, unlined]), told))


def _remitted_lines(scan: Scan, claims: pl.DataFrame) -> pl.DataFrame:
    keys = claims.lazy().select("file_id", claim_segment="segment_number")
    return (
        scan("remit_lines")
        .select(REMIT_LINE_COLUMNS)
        .join(keys, on=["file_id", "claim_segment"], how="semi")
        .sort("file_id", "segment_number")
        .with_columns(
            claim_id("claim_segment"),
            line_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(
                "file_id", "claim_segment"
            ),
        )
        .collect(engine="streaming")
    )


def _pairs(line_links: pl.DataFrame, remitted: pl.DataFrame) -> pl.DataFrame:
    """`claim_id`, `line_number`, `claim_line_id` of the claims whose lines all answer one each."""
    sure = line_links.filter(~pl.col("ambiguous")).join(
        remitted.select("claim_id").unique(), on="claim_id", how="semi"
    )
    counts = remitted.group_by("claim_id").len("lines")
    whole = (
        sure.group_by("claim_id")
        .agg(
            pairs=pl.len(),
            mine=pl.col("line_number").n_unique(),
            theirs=pl.col("claim_line_id").n_unique(),
        )
        .join(counts, on="claim_id")
        .filter(
            (pl.col("pairs") == pl.col("lines"))
            & (pl.col("mine") == pl.col("lines"))
            & (pl.col("theirs") == pl.col("lines"))
        )
    )
    names = ["claim_id", "line_number", "claim_line_id"]
    return sure.join(whole, on="claim_id", how="semi").select(names)


def _sent_lines(scan: Scan, pairs: pl.DataFrame) -> pl.DataFrame:
    rows = scan("claim_lines").select(SENT_LINE_COLUMNS)
    on = ["file_id", "segment_number"]
    named = pl.concat_str("file_id", pl.lit("-"), "segment_number").alias("claim_line_id")
    found = rows.join(keys_of(pairs["claim_line_id"]), on=on, how="semi").with_columns(named)
    return found.drop(on).collect(engine="streaming")


def _lines(remitted: pl.DataFrame, sent: pl.DataFrame) -> pl.DataFrame:
    """LINES, from the pairs where there is one, else from the remittance."""
    both = remitted.join(
        sent, on=["claim_id", "line_number"], how="left", suffix="_sent", maintain_order="left"
    )
    known = pl.col("claim_line_id").is_not_null()

    def chosen(as_sent: pl.Expr, as_remitted: pl.Expr) -> pl.Expr:
        return pl.when(known).then(as_sent).otherwise(as_remitted)

    recoded = pl.col("submitted_code").is_not_null()
    code = pl.when(recoded).then("submitted_code").otherwise("procedure_code")
    kind = pl.when(recoded).then("submitted_qualifier").otherwise("procedure_qualifier")
    own = pl.when(recoded).then(_listed(SUBMITTED)).otherwise(_listed(MODIFIERS))
    minutes = (pl.col("unit") == MINUTES) & known
    units = chosen(pl.col("units"), pl.coalesce("submitted_units", "paid_units"))
    by_revenue = ~known & (kind == REVENUE)
    return both.select(
        "claim_id",
        "line_number",
        chosen(pl.col("procedure_code_sent"), pl.when(~by_revenue).then(code)).alias("code"),
        chosen(pl.col("procedure_qualifier_sent"), pl.when(~by_revenue).then(kind)).alias(
            "code_type"
        ),
        chosen(_listed([f"{name}_sent" for name in MODIFIERS]), own).alias("modifiers"),
        pl.when(~minutes).then(_whole(units * UNITS)).alias("units_thousandths"),
        pl.when(minutes).then(_whole(units)).alias("minutes"),
        _revenue(
            chosen(
                pl.col("revenue_code_sent"),
                pl.coalesce("revenue_code", pl.when(by_revenue).then(code)),
            )
        ).alias("revenue_code"),
        chosen(pl.col("charge_cents_sent"), pl.col("charge_cents")).alias("charge_cents"),
        pl.col("place_of_service"),
        chosen(pl.coalesce("service_date_sent", "service_date"), pl.col("service_date")).alias(
            "service_date"
        ),
        pl.col("rendering_id").alias("rendering_npi"),
        pl.when(known).then(pl.lit(CLAIM)).otherwise(pl.lit(REMITTANCE)).alias("priced_from"),
        pl.col("allowed_cents").alias("reported_allowed_cents"),
    ).cast(dict(LINE_FRAME.items()))


def _lines_of(scan: Scan, claims: pl.DataFrame, sent: pl.DataFrame) -> pl.DataFrame:
    """All lines as sent of claims that the remittance answers without lines."""
    keys = sent.join(claims.select("claim_id"), on="claim_id", how="semi").select(
        "claim_id", "file_id", claim_segment="segment_number"
    )
    on = ["file_id", "claim_segment"]
    return (
        scan("claim_lines")
        .select(*SENT_LINE_COLUMNS, "claim_segment")
        .join(keys.lazy(), on=on)
        .collect(engine="streaming")
        .sort("claim_id", "segment_number")
        .with_columns(line_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("claim_id"))
    )


def _without_lines(claims: pl.DataFrame, sent_lines: pl.DataFrame) -> pl.DataFrame:
    """Lines of claims that are remitted as a whole: as sent, else one line that stands for all."""
    minutes = pl.col("unit") == MINUTES
    as_sent = sent_lines.select(
        "claim_id",
        "line_number",
        code="procedure_code",
        code_type="procedure_qualifier",
        modifiers=_listed(MODIFIERS),
        units_thousandths=pl.when(~minutes.fill_null(value=False)).then(
            _whole(pl.col("units") * UNITS)
        ),
        minutes=pl.when(minutes).then(_whole(pl.col("units"))),
        revenue_code=_revenue(pl.col("revenue_code")),
        charge_cents="charge_cents",
        place_of_service="place_of_service",
        service_date="service_date",
        rendering_npi="rendering_id",
        priced_from=pl.lit(CLAIM),
    )
    unknown = claims.join(as_sent, on="claim_id", how="anti").select(
        "claim_id",
        pl.lit(WHOLE, dtype=pl.Int64).alias("line_number"),
        "charge_cents",
        modifiers=pl.lit([], dtype=pl.List(pl.String)),
        priced_from=pl.lit(REMITTANCE),
    )
    return pl.concat([_shaped(as_sent), _shaped(unknown)])


def _shaped(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with all columns of lines; those they do not have are null."""
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in LINE_FRAME.items()
    )


def _with_the_claims(lines: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """The lines with the claim's place of service and rendering provider where they have none."""
    own = claims.select("claim_id", "place", "claim_rendering_npi")
    return (
        lines.join(own, on="claim_id", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("place_of_service", "place").alias("place_of_service"),
            pl.coalesce("rendering_npi", "claim_rendering_npi").alias("rendering_npi"),
        )
        .drop("place", "claim_rendering_npi")
    )


def _whole(number: pl.Expr) -> pl.Expr:
    """Whole numbers; what is beyond MOST stands at it, and pricing takes neither for a number."""
    return number.clip(-MOST, MOST).round().cast(pl.Int64)


def _listed(names: Iterable[str]) -> pl.Expr:
    return pl.concat_list(pl.col(name) for name in names).list.drop_nulls()


def _revenue(code: pl.Expr) -> pl.Expr:
    return code.str.zfill(REVENUE_DIGITS)
