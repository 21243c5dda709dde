"""An audit by contracts holds its promises on damaged files, in any order, under any name."""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reclaim.cli.practice import known
from reclaim.engines.local import audit
from reclaim.pipeline.checking import checked_batches
from reclaim.x12.generate import generate
from reclaim.x12.generate.mutate import mutations
from reclaim.x12.generate.seeded import seeded
from tests.engines.audits import assert_conserved

Tables = dict[str, pl.DataFrame]
Files = Mapping[str, bytes]
KEY = ["claim_id", "line_number"]
AS_OF = dt.date(2026, 6, 30)
NUMBERS = (b"0", b"-1", b"0.5", b"", b"9999999999999999", b"1e300", b"-5000", b"1234567.89")
AT = {b"SVC": (2, 3, 5), b"CLP": (3, 4, 5), b"SV1": (2, 4), b"SV2": (3, 5), b"CLM": (2,)}
"""Where segments hold charges, payments and units."""


@cache
def practice() -> Files:
    return generate(21, 50).files


def edi() -> Files:
    return {name: one for name, one in practice().items() if name.endswith((".835", ".837"))}


def audited(folder: Path, files: Files, contracts: Files | None = None) -> Tables:
    """The tables of an audit of the files, in their order, by these contracts or the practice's."""
    given = {name: one for name, one in practice().items() if not name.startswith("contracts/")}
    usual = {name: one for name, one in practice().items() if name.startswith("contracts/")}
    for name, content in {**given, **(usual if contracts is None else contracts), **files}.items():
        path = folder / "practice" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    by = known(folder / "practice")
    batches = checked_batches([folder / "practice" / name for name in files])
    place = folder / "tables"
    audit(batches, place, as_of=AS_OF, book=by.book, practice=by.practice, contracts=by.contracts)
    return {path.stem: pl.read_parquet(path) for path in place.glob("*.parquet")}


def told(tables: Tables) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is expected of every line, and where its cents went."""
    went = tables["dispositions"].group_by(*KEY, "place", "category", "group_code", "carc")
    sums = went.agg(pl.col("amount_cents").sum()).filter(pl.col("amount_cents") != 0)
    expected = tables["expected_lines"].sort(KEY, nulls_last=True)
    return expected, sums.sort(sums.columns, nulls_last=True)


def assert_sound(tables: Tables) -> None:
    """No cent is lost, each line that counts is expected once, none below zero or for no reason."""
    assert_conserved(tables)
    expected = tables["expected_lines"]
    assert expected.select(KEY).is_unique().all()
    states = tables["claim_states"]
    counting = states.filter("counts", ~pl.col("state").str.contains("reversal"))["claim_id"]
    assert set(expected["claim_id"]) == set(counting)
    assert expected.filter(pl.col("expected_cents") < 0).is_empty()
    neither = pl.col("expected_cents").is_null() & pl.col("why_not").is_null()
    assert expected.filter(neither & (pl.col("why_not_compared") != "as a whole")).is_empty()
    off = tables["dispositions"].filter(pl.col("place") == "underpayment")
    assert (off["amount_cents"] > 0).all()
    taken = off.group_by("claim_id").agg(taken=pl.col("amount_cents").sum())
    due = (
        expected.filter(verdict="underpaid")
        .group_by("claim_id")
        .agg(pl.col("variance_cents").sum())
    )
    both = taken.join(due, on="claim_id", how="left")
    assert both.filter(pl.col("taken") > pl.col("variance_cents").fill_null(0)).is_empty()


def damaged(seed: int) -> Iterator[tuple[str, bytes]]:
    """The files of the practice: some damaged anyhow, some with numbers that nobody can mean."""
    rng = seeded(seed)
    for name, content in edi().items():
        turn = rng.random()
        if turn < 0.3:
            yield name, next(mutations(rng.randrange(10**9), content))[1]
        elif turn < 0.8:
            segments = [one.split(b"*") for one in content.split(b"~")]
            for one in segments:
                for at in AT.get(one[0].strip(), ()):
                    if at < len(one) and rng.random() < 0.1:
                        one[at] = rng.choice(NUMBERS)
            yield name, b"~".join(b"*".join(one) for one in segments)
        else:
            yield name, content


@pytest.mark.parametrize("seed", [1, 2])
def test_damaged_files_are_audited_by_contracts(tmp_path: Path, seed: int) -> None:
    assert_sound(audited(tmp_path, dict(damaged(seed))))


def test_neither_order_nor_other_contracts_change_what_is_expected(tmp_path: Path) -> None:
    plain = audited(tmp_path / "a", edi())
    assert_sound(plain)
    other = (
        b"contract: aaa\npayer: nobody\npriority: 9\n"
        b"terms: [{id: x, clause: A, price: {method: flat, amount: 5}}]\n"
    )
    contracts = {name: one for name, one in practice().items() if name.startswith("contracts/")}
    turned = dict(reversed(list(edi().items())))
    again = audited(tmp_path / "b", turned, {**contracts, "contracts/aaa.yaml": other})
    for one, two in zip(told(plain), told(again), strict=True):
        assert_frame_equal(one, two)


def test_a_contract_in_two_by_date_prices_as_the_whole(tmp_path: Path) -> None:
    parts: dict[str, bytes] = {}
    for name, content in practice().items():
        if not name.startswith("contracts/") or not name.endswith(".yaml"):
            parts |= {name: content} if name.startswith("contracts/") else {}
            continue
        text = content.partition(b"\nexamples:")[0]
        start = b"effective_from: 2015-01-01"
        first = text.replace(start, start + b"\neffective_to: 2025-12-10")
        later = text.replace(start, b"effective_from: 2025-12-11")
        parts[name] = first.replace(b"-1\n", b"-x\n", 1)
        parts[f"{name[:-5]}-y.yaml"] = later.replace(b"-1\n", b"-y\n", 1)
    plain, split = (
        told(audited(tmp_path / folder, edi(), by)) for folder, by in (("a", None), ("b", parts))
    )
    used = split[0]["contract"].str.slice(-1).unique().drop_nulls()
    assert set(used) == {"x", "y"}
    assert_frame_equal(plain[0].drop("contract", "steps"), split[0].drop("contract", "steps"))
    assert_frame_equal(plain[1], split[1])
