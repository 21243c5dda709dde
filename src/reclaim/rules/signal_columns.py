"""What a signal may ask about a part of a charge, its claim, and what the evidence says."""

import polars as pl

from reclaim.rules.fact_words import fact_words

ROW: dict[str, tuple[str, pl.DataType]] = {
    "place": ("where the placement rules put it", pl.String()),
    "category": ("the place's finer part", pl.String()),
    "group_code": ("CAS01", pl.String()),
    "carc": ("the reason code", pl.String()),
    "rarcs": ("the remark codes that count for it; array_contains asks", pl.List(pl.String())),
    "rule_id": ("the placement rule that decided", pl.String()),
    "recoverable": ("what the placement rule said: yes, no, maybe; null: nothing", pl.String()),
    "amount_cents": ("the part of the charge", pl.Int64()),
    "charge_cents": ("charge of the line, or of the claim at claim level", pl.Int64()),
    "paid_cents": ("paid on the line, or on the claim at claim level", pl.Int64()),
    "level": ("line or claim", pl.String()),
    "procedure_code": ("procedure code of the line; null at claim level", pl.String()),
}
CLAIM: dict[str, tuple[str, pl.DataType]] = {
    "claim_charge_cents": ("charge of the whole claim", pl.Int64()),
    "claim_paid_cents": ("paid on the whole claim", pl.Int64()),
    "claim_status": ("CLP02", pl.String()),
    "filing_indicator": ("CLP06", pl.String()),
    "payer": ("the payer's key in the payer map; null when it names none", pl.String()),
    "payer_kind": ("medicare, medicare_advantage, medicaid, commercial ...", pl.String()),
    "network": ("whether the practice is in the payer's network: in, out", pl.String()),
    "contract_on_file": ("the payer map names a contract with this payer", pl.Boolean()),
    "payment_date": ("date of the payment", pl.Date()),
    "service_date": ("first day of service", pl.Date()),
    "received_date": ("day on which the payer received the claim", pl.Date()),
    "state": ("original, reversal, correction ...: see claim_states", pl.String()),
}
FACTS: dict[str, str] = {name: words.asks for name, words in fact_words().items()}
"""What the evidence may answer, and the question that each fact answers."""

SIGNAL_COLUMNS: dict[str, tuple[str, pl.DataType]] = {
    **ROW,
    **CLAIM,
    **{fact: (f"{asks} null: not known", pl.Boolean()) for fact, asks in FACTS.items()},
}
"""Everything a condition may ask: its meaning and type."""

SCHEMA = pl.Schema({name: kind for name, (_, kind) in SIGNAL_COLUMNS.items()})
