"""Audits a workspace: judges what is new and what it touches, and ranks everything anew."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reclaim.engines.local import JudgeBy, judge_claims, scan_folder
from reclaim.engines.workspace.audits import last_audit, new_files_since, record_audit
from reclaim.engines.workspace.store import Change, Store
from reclaim.pipeline.kin import AT, Kin, everything, kin
from reclaim.pipeline.ranking import payer_habits, ranked_findings
from reclaim.pipeline.recouping import recoupments
from reclaim.pipeline.scan import Scan
from reclaim.pipeline.steps import HABIT_COUNTS, SHARES, added, measure
from reclaim.rules.rulebook import Rulebook
from reclaim.x12.reader import Tables

CLAIMS_A_BATCH = 100_000

PLACED_FROM = ("remit_lines", "adjustments", "remarks")

MEASURED_OF_CLAIMS = (
    "file_id",
    "segment_number",
    "claim_status",
    "payer_id",
    "payer_name",
    "filing_indicator",
    "payment_date",
)
MEASURED_OF_LINES = ("file_id", "claim_segment", "procedure_code", "charge_cents", "paid_cents")
MEASURED_OF_ADJUSTMENTS = (
    "file_id",
    "claim_segment",
    "group_code",
    "carc",
    "adjustment_cents",
)
"""What `pipeline.steps.measure` looks at."""

BY_CLAIM = (
    "dispositions",
    "expected_lines",
    "claim_states",
    "line_links",
    "facts",
    "finding_lines",
)
"""Tables whose rows name the claim they are about, in `claim_id`."""


@dataclass(frozen=True)
class Judged:
    """What an audit looked at: how many files were new, and how many claims it judged."""

    files: int
    claims: int


def audit_workspace(store: Store, by: JudgeBy, *, fingerprint: str, as_of: dt.date) -> Judged:
    """Judge the claims of new files and all that hang together with them; rank everything.

    The rows are those that an audit of everything would give. When the rules or the practice's own
    files have changed since the last audit, everything is judged. All tables change together.

    Args:
        store: the workspace's tables.
        by: the rules, the practice's own files, its contracts.
        fingerprint: of all these.
        as_of: the day to judge by.

    Raises:
        ReclaimError: WORKSPACE-CHANGED, when another audit was finished meanwhile.
    """
    last = last_audit(store)
    new = new_files_since(store, last)
    anew = last is None or last.rules_sha256 != fingerprint
    concerned = everything(store.scan) if anew else kin(store.scan, new)
    claims = concerned.claim_ids.height
    with (
        tempfile.TemporaryDirectory() as made,
        record_audit(
            store, as_of=as_of, files=new.height, claims=claims, rules_sha256=fingerprint
        ) as change,
    ):
        folder = Path(made)
        scan = concerned.within(store.scan)
        judge_claims(_batches(scan, concerned), folder, scan, by)
        _replace(store, change, folder, concerned, by.book, as_of)
    return Judged(new.height, claims)


def _batches(scan: Scan, concerned: Kin) -> Iterator[Tables]:
    """The claims that are judged, whole, some at a time."""
    claims = concerned.documents["remit_claims"].sort(AT)
    if claims.is_empty():
        yield {name: scan(name).collect() for name in ("remit_claims", *PLACED_FROM)}
    for part in claims.iter_slices(CLAIMS_A_BATCH):
        keys = part.lazy()
        above = keys.rename({"segment_number": "claim_segment"})
        of_claims = {
            name: scan(name).join(above, on=["file_id", "claim_segment"], how="semi").collect()
            for name in PLACED_FROM
        }
        yield {
            "remit_claims": scan("remit_claims").join(keys, on=AT, how="semi").collect()
        } | of_claims


def _replace(
    store: Store, change: Change, folder: Path, concerned: Kin, book: Rulebook, as_of: dt.date
) -> None:
    """Put what was judged in the place of what stood for the same claims, and rank all."""
    made = scan_folder(folder)
    claims = concerned.claim_ids
    of_claims = pl.concat([claims, pl.DataFrame({"claim_id": [None]}, schema=claims.schema)])
    gone = store.scan("findings").join(
        of_claims.lazy(), on="claim_id", how="semi", nulls_equal=True
    )
    of_findings = gone.select("finding_id").collect()
    taken = recoupments(store.scan, book)
    fresh = {
        name: pl.concat([made(name), taken[name].lazy()]) if name in taken else made(name)
        for name in (*BY_CLAIM, "claim_links", "findings", "evidence")
    }
    keys = dict.fromkeys((*BY_CLAIM, "findings"), of_claims)
    keys |= {"claim_links": concerned.from_ids, "evidence": of_findings}

    def after(name: str) -> pl.LazyFrame:
        """A table as it will stand."""
        if name not in fresh:
            return store.scan(name)
        on = keys[name].columns
        kept = store.scan(name).join(keys[name].lazy(), on=on, how="anti", nulls_equal=True)
        return pl.concat([kept, fresh[name]])

    for name in (*BY_CLAIM, "claim_links", "evidence"):
        change.replace(name, fresh[name], of=keys[name])
    sums = _sums(store.scan, book)
    change.replace("findings", ranked_findings(after, sums[SHARES], book, as_of=as_of), of=None)
    change.replace("payer_habits", payer_habits(after, sums[HABIT_COUNTS], book), of=None)


def _sums(scan: Scan, book: Rulebook) -> dict[str, pl.DataFrame]:
    """What is measured over all claims of the workspace."""
    reads = {
        "remit_claims": scan("remit_claims").select(MEASURED_OF_CLAIMS),
        "remit_lines": scan("remit_lines").select(MEASURED_OF_LINES),
        "adjustments": scan("adjustments").select(MEASURED_OF_ADJUSTMENTS),
    }
    found = measure({name: rows.collect(engine="streaming") for name, rows in reads.items()}, book)
    return {name: added(name, [rows]) for name, rows in found.items()}
