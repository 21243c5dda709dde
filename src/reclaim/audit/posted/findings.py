"""Findings about postings: what is wrong, what may come in, and the reversal that is proposed."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence

import polars as pl

from reclaim.audit.findings import LETTERS, NAME_LENGTH
from reclaim.audit.posted.asked import asked
from reclaim.audit.posted.counted import LEVELS, PART, counted_once
from reclaim.audit.posted.holding import HELD, holding
from reclaim.rules.chances import CERTAIN
from reclaim.rules.posting_model import BY_EVIDENCE, PostingRule
from reclaim.rules.posting_policy import PostingPolicy
from reclaim.rules.postings import posting_priors
from reclaim.schema import TABLES

FIX_BOOKS, ACCEPT = "fix_books", "accept"
CASH, BOOKS = "cash", "books"

NAMED_BY = ("transaction_id", "account", "patient_control_number", "local_code", "trace")
"""What names the thing that a finding is about, beside its rule, day, amount and reason."""


def posting_findings(
    frames: Mapping[str, pl.DataFrame],
    rules: Sequence[PostingRule],
    findings: pl.LazyFrame,
    policy: PostingPolicy,
    *,
    as_of: dt.date,
    remits_since: dt.date | None = None,
) -> pl.DataFrame:
    """Table `posting_findings` of some whole accounts, by entry and then by rule.

    Every rule that holds gives a finding; several parts of a write-off with the same reason are
    one. Worth, chance, action and last day are those of the remittance's finding about the same
    money as long as that can be won, and then it counts the money (`counted_in`, worth 0); else
    worth is the amount where the rule says that cash may come, with the chance that
    data/rules/posting_chances.yaml gives. A cent is worth something once, and put back once.

    Args:
        frames: what the rules are about: `split`, `write_off`, `claim`, `account`, `payment`
            (rules/posting_columns.py, GIVEN). A frame or a column that is missing is not known.
        rules: those that judge, in order.
        findings: table `findings` of the remittances, ranked; more of them do no harm.
        policy: what postings are held to.
        as_of: the day of the audit.
        remits_since: first payment among the remittances; null when there are none, and then
            nothing is said of write-offs without one.
    """
    ready = asked(frames, findings, as_of=as_of, remits_since=remits_since)
    held = [
        holding(rows, about, rules, policy).with_columns(level=pl.lit(LEVELS[about]))
        for about, rows in ready.items()
    ]
    found = pl.concat([HELD.to_frame().with_columns(level=pl.lit(0)), *held])
    judged = _worked_out(_named(found, rules), rules, as_of)
    columns = TABLES["posting_findings"].polars_schema
    return (
        counted_once(judged)
        .with_columns(
            expected_cents=_times(pl.col("worth_cents"), pl.col("chance_bp")),
            finding_id="own_id",
            status=_status(as_of),
        )
        .sort("entry", "account", "patient_control_number", "rule", "own_id", nulls_last=True)
        .select(columns.names())
    )


def _named(found: pl.DataFrame, rules: Sequence[PostingRule]) -> pl.DataFrame:
    """The rows with `own_id`, which is the same on every run and in every order of the entries."""
    ids = _of_rule([rule.id for rule in rules], pl.String())
    key = pl.concat_str(
        ids,
        *(pl.col(name).fill_null("") for name in NAMED_BY),
        *(pl.col(name).cast(pl.String).fill_null("") for name in ("posted_date", "posted_cents")),
        *(pl.col(name).fill_null("") for name in PART if name != "entry"),
        separator="|",
    )
    keyed = found.with_columns(rule_id=ids, key=key).sort("entry", nulls_last=True)
    alike = pl.int_range(pl.len()).over("key").cast(pl.String)
    keys = keyed.select(pl.concat_str("key", alike, separator="|")).to_series()
    return keyed.drop("key").with_columns(own_id=_names(keys))


def _names(keys: pl.Series) -> pl.Series:
    """`L-` and ten letters and digits each, made from the keys alone."""
    digests = (hashlib.sha256(key.encode()).digest() for key in keys)
    numbers = pl.Series(
        [int.from_bytes(digest[:8], "big") for digest in digests], dtype=pl.UInt64
    ).to_frame("number")
    letters = pl.lit(pl.Series(list(LETTERS)))
    power = [len(LETTERS) ** at for at in range(NAME_LENGTH)]
    parts = [letters.gather(pl.col("number") // one % len(LETTERS)) for one in power]
    return numbers.select(pl.concat_str(pl.lit("L-"), *parts)).to_series()


def _worked_out(found: pl.DataFrame, rules: Sequence[PostingRule], as_of: dt.date) -> pl.DataFrame:
    """With what the rule says, or the remittance's finding in its place where that goes before."""
    said = found.with_columns(_said(rules, as_of))
    follows = pl.col("follows") & pl.col("finding_id").is_not_null()
    wins, lost = follows & pl.col("winnable"), follows & ~pl.col("winnable")
    cash = pl.col("rule_money") == CASH
    worth = pl.when(cash & ~follows).then("amount_cents").otherwise(0)
    counts = pl.col("winnable").fill_null(value=False) & (
        (pl.col("finding_worth_cents") > 0).fill_null(value=False) & (follows | cash)
    )
    return said.with_columns(
        necessary=_or_evidence(rules),
        recoverable=_which(wins, "finding_recoverable", lost, pl.lit("no"), "rule_recoverable"),
        money=_which(wins, "finding_money", lost & cash, pl.lit(BOOKS), "rule_money"),
        action=_which(wins, "finding_action", lost & cash, pl.lit(FIX_BOOKS), "rule_action"),
        step=_which(wins, "step_winnable", lost & cash, pl.col("step_lost"), "step"),
        chance_bp=_which(wins, "finding_chance_bp", lost, pl.lit(None, pl.Int64), "rule_chance_bp"),
        deadline=pl.when(wins).then("finding_deadline").otherwise("rule_deadline"),
        deadline_rule=pl.when(wins & pl.col("finding_deadline").is_not_null())
        .then("finding_id")
        .when(pl.col("rule_deadline").is_not_null())
        .then("deadline_column"),
        worth_cents=worth,
        remit_finding=pl.when(counts).then("finding_id"),
        rebook_category=_rebook(wins, follows, cash),
        reverse_code=pl.when(pl.col("reverse_cents") > 0).then("local_code"),
        rebook_party=pl.when(pl.col("reverse_cents") > 0).then("rule_party"),
    )


def _said(rules: Sequence[PostingRule], as_of: dt.date) -> list[pl.Expr]:
    """What the rule itself says of each row."""
    priors = posting_priors()
    rates = [priors[rule.prior].on(as_of) if rule.prior else None for rule in rules]
    words: dict[str, list[str | None]] = {
        "kind": [rule.kind for rule in rules],
        "cite": [rule.cite for rule in rules],
        "rule_recoverable": [rule.recoverable for rule in rules],
        "rule_money": [rule.money for rule in rules],
        "rule_action": [rule.action for rule in rules],
        "rule_rebook": [rule.rebook for rule in rules],
        "rule_party": [rule.rebook_party for rule in rules],
        "deadline_column": [rule.deadline for rule in rules],
    }
    told = [_of_rule(values, pl.String()).alias(name) for name, values in words.items()]
    chances = _of_rule([rate.value if rate else None for rate in rates], pl.Int64())
    follows = _of_rule([rule.follows_finding for rule in rules], pl.Boolean())
    return [*told, chances.alias("rule_chance_bp"), follows.alias("follows")]


def _or_evidence(rules: Sequence[PostingRule]) -> pl.Expr:
    plain = [None if rule.necessary == BY_EVIDENCE else rule.necessary for rule in rules]
    asks = _of_rule([rule.necessary == BY_EVIDENCE for rule in rules], pl.Boolean())
    return pl.when(asks).then("evidence_necessary").otherwise(_of_rule(plain, pl.Boolean()))


def _rebook(wins: pl.Expr, follows: pl.Expr, cash: pl.Expr) -> pl.Expr:
    """Where it is booked instead; null while it can still come in, and stays open."""
    open_still = wins | (cash & ~follows)
    evidence = pl.when(pl.col("rule_rebook") == BY_EVIDENCE).then("rebook").otherwise("rule_rebook")
    return pl.when(~open_still & (pl.col("reverse_cents") > 0)).then(evidence)


def _which(wins: pl.Expr, won: str, lost: pl.Expr, then: pl.Expr, else_: str) -> pl.Expr:
    return pl.when(wins).then(won).when(lost).then(then).otherwise(else_)


def _times(worth: pl.Expr, chance: pl.Expr) -> pl.Expr:
    """Worth times chance, rounded half up; 0 for what is worth nothing."""
    some = (worth * chance + CERTAIN // 2) // CERTAIN
    return pl.when(worth > 0).then(some).otherwise(0)


def _status(as_of: dt.date) -> pl.Expr:
    late = (pl.col("deadline") < as_of).fill_null(value=False)
    return (
        pl.when(pl.col("action") == ACCEPT)
        .then(pl.lit("closed"))
        .when(late)
        .then(pl.lit("expired"))
        .otherwise(pl.lit("open"))
    )


def _of_rule(values: Sequence[object], kind: pl.DataType) -> pl.Expr:
    """For each row what its rule has."""
    return pl.lit(pl.Series(values, dtype=kind)).gather(pl.col("rule"))
