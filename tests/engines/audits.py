"""Hand-made remittances for audits, and what must hold of every audit whatever went in."""

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from reclaim.engines.local import AUDIT_TABLES, audit
from reclaim.pipeline.checking import checked_batches
from reclaim.x12.pieces import PIECE_BYTES

Tables = dict[str, pl.DataFrame]

AS_OF = dt.date(2026, 6, 30)

ISA = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         "
    "*260105*1200*^*00501*000000001*0*P*:~"
)


def remittance(*claims: str, trace: str = "T1", day: str = "20260105", payer: str = "ACME") -> str:
    """An 835 around some claims; neither its counts nor its total are looked at here."""
    return (
        f"{ISA}GS*HP*PAYER*CLINIC*{day}*1200*1*X*005010X221A1~ST*835*0001~"
        f"BPR*I*0*C*CHK************{day}~TRN*1*{trace}*1512345678~"
        f"N1*PR*{payer} HEALTH*XV*{payer}~N1*PE*RIVER CLINIC*XX*1234567893~LX*1~"
        f"{''.join(claims)}SE*9*0001~GE*1*1~IEA*1*000000001~"
    )


def audited(files: Mapping[str, bytes | str], *, piece_bytes: int = PIECE_BYTES) -> Tables:
    """The tables that an audit of the files writes."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given"
        for name, content in files.items():
            path = given / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths = [given / name for name in files]
        batches = checked_batches(paths, piece_bytes=piece_bytes)
        audit(batches, Path(folder) / "tables", as_of=AS_OF)
        return {name: pl.read_parquet(f"{folder}/tables/{name}.parquet") for name in AUDIT_TABLES}


def by_claim(tables: Tables) -> dict[str, dict[str, int]]:
    """Cents by place of each claim, by the provider's number."""
    sums = (
        tables["dispositions"]
        .group_by("patient_control_number", "place")
        .agg(pl.col("amount_cents").sum())
    )
    found: dict[str, dict[str, int]] = {}
    for claim, place, cents in sums.sort("patient_control_number", "place").iter_rows():
        found.setdefault(claim, {})[place] = cents
    return found


def states(tables: Tables) -> list[str]:
    """The states of all claims, in order of the alphabet."""
    return sorted(tables["claim_states"]["state"])


def assert_conserved(tables: Tables) -> None:
    """Every claim's parts add up to its charge; what a reversal takes back is nothing by place."""
    claims, parts = tables["claim_states"], tables["dispositions"]
    assert claims.height == tables["remit_claims"].height
    charges = tables["remit_claims"].select(
        pl.concat_str("file_id", pl.lit("-"), "segment_number").alias("claim_id"),
        pl.col("charge_cents").fill_null(0),
    )
    placed = parts.group_by("claim_id").agg(pl.col("amount_cents").sum())
    repeats = claims.filter(state="duplicate")
    sums = charges.join(repeats, on="claim_id", how="anti").join(placed, on="claim_id", how="left")
    off = pl.col("amount_cents").fill_null(0) != pl.col("charge_cents")
    assert sums.filter(off).rows() == []
    assert parts.join(repeats, on="claim_id", how="semi").is_empty()
    matched = claims.filter(pl.col("reverses").is_not_null())
    both = pl.concat([matched["claim_id"], matched["reverses"]]).implode()
    left = (
        parts.filter(pl.col("claim_id").is_in(both))
        .group_by("place", "category")
        .agg(pl.col("amount_cents").sum())
    )
    assert left.filter(pl.col("amount_cents") != 0).rows() == []
    counted = parts.join(claims.filter("counts"), on="claim_id", how="semi")["amount_cents"].sum()
    stands = charges.join(claims.filter("counts"), on="claim_id", how="semi")["charge_cents"].sum()
    assert counted == stands
