"""One row a finding: what should be looked at on one claim, for one reason, and what to do."""

import polars as pl

from reclaim.schema.table import (
    FILE_ID,
    Table,
    cents,
    codes,
    date,
    flag,
    integer,
    integers,
    text,
)

TABLE = Table(
    "findings",
    grain="one claim (or provider-level adjustment) and one reason to look at it",
    key=("finding_id",),
    made_by="audit",
    columns=(
        text("finding_id", "F- and ten letters and digits; the same on every run"),
        text("signal_id", "the rule that found it"),
        text("kind", "what it is, e.g. recoverable_timely, masked_denial, double_writeoff"),
        FILE_ID,
        text("claim_id", "file_id and the CLP's segment number; null for a PLB adjustment"),
        integer("segment_number", "the CLP, or the PLB"),
        text("patient_control_number", "the provider's claim number"),
        text("payer_control_number", "the payer's claim number"),
        text("payer", "the payer's key in the payer map; else its name as sent"),
        text("payer_name", "its name as sent"),
        text("payer_kind", "medicare, medicare_advantage, medicaid, commercial, ...; null unknown"),
        text("network", "in, out: the practice in its network on that day; null unknown"),
        text("provider_id", "rendering provider, else payee"),
        integers("lines", "ordinals of the lines; empty at claim level"),
        codes("procedure_codes", "their procedure codes, each once"),
        date("service_date", "first day of service"),
        date("received_date", "day on which the payer says it received the claim"),
        date("payment_date", "date of the payment"),
        text("place", "where the dollars are"),
        text("category", "the place's finer part"),
        text("group_code", "group code of the adjustment"),
        text("carc", "reason code of the adjustment"),
        codes("rarcs", "remark codes that count for it"),
        cents("at_stake_cents", "what the payer took away for this reason, of the charge"),
        cents("worth_cents", "what winning it would bring in, estimated; 0 when only books change"),
        text("worth_basis", "how the worth was estimated"),
        flag("necessary", "true: a proper write-off; false: avoidable; null: not known"),
        text("recoverable", "yes, no, maybe"),
        text("decides", "what would decide a maybe"),
        text("stage", "where it went wrong: registration, clinical, coding, submission, payer"),
        text("preventable_by", "who could have prevented it"),
        text("action", "what to do next"),
        flag("hard_stop", "never to be appealed or sent again as it is"),
        text("money", "cash: money may come in; books: only the books change; none"),
        date("deadline", "the last day for the action; null when no rule gives one"),
        text("deadline_rule", "the clock that gives it"),
        text("deadline_cite", "its citation; or why there is none"),
        integer("chance_bp", "chance of success, in hundredths of a percent"),
        integer("chance_low_bp", "low end of its 80 percent range"),
        integer("chance_high_bp", "high end of its 80 percent range"),
        text("chance_basis", "prior or own outcomes, with its grade"),
        cents("expected_cents", "worth times chance"),
        cents("expected_low_cents", "worth times the low end"),
        cents("expected_high_cents", "worth times the high end"),
        text("status", "open, expired, hold, closed: by the day of the audit"),
        text("trace", "the rules that led here, in order, with > between"),
    ),
)


def finding_key() -> pl.Expr:
    """What a finding's name is made from: the same claim and reason give the same name."""
    parts = ("signal_id", "claim_id", "file_id", "segment_number", "group_code", "carc", "category")
    return pl.concat_str(
        [pl.col(part).cast(pl.String).fill_null("") for part in parts], separator="|"
    )
