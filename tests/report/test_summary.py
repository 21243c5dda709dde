"""summary.json: stable keys, the numbers of an audit worked by hand, and their page of words."""

import json
from pathlib import Path

import polars as pl

from reclaim.report import Summary, figures, summary_json
from reclaim.report.audited import Audited
from tests.report.example import CLAIMS, FILE, PARTS, audited, claim, part

PAGE = Path(__file__).parents[2] / "docs" / "summary.md"


def summarise(source: Audited) -> Summary:
    return figures(source).summary


def test_the_example_comes_to_the_sums_on_paper() -> None:
    summary = summarise(audited())
    assert summary["as_of"] == "2026-11-23"
    assert summary["categories"] == {
        "contractual/second_cut": 6_000,
        "contractual/unverified": 30_000,
        "denial/authorization": 40_000,
        "denial/hidden_in_45": 20_000,
        "denial/medical_necessity": 10_000,
        "denial/timely_filing": 50_000,
        "paid/insurer": 51_000,
        "patient/coinsurance": 20_000,
        "payer_reduction/sequestration": 1_000,
        "pending/forwarded": 5_000,
        "prior_payer/oa23": 29_000,
        "unknown/unbalanced": 8_005,
    }
    assert summary["places"] == {
        "contractual": 36_000,
        "denial": 120_000,
        "insurer_paid": 51_000,
        "patient_responsibility": 20_000,
        "payer_reduction": 1_000,
        "pending": 5_000,
        "prior_payer": 29_000,
        "underpayment": 0,
        "unknown": 8_005,
        "write_off": 0,
    }
    assert summary["charged_cents"] == 270_005
    assert (summary["claims"], summary["lines"], summary["unplaced_cents"]) == (8, 9, 0)
    assert summary["problems"] == {"X12-SE-COUNT": 1, "X835-BALANCE-CLAIM": 1}


def test_what_can_be_won_back_is_told_by_category_payer_and_month() -> None:
    summary = summarise(audited())
    late = summary["by_category"]["denial/timely_filing"]
    assert (late["unnecessary_cents"], late["at_stake_cents"]) == (50_000, 50_000)
    assert (late["expected_cents"], late["expected_low_cents"]) == (21_000, 15_000)
    aetna = summary["by_payer"]["AETNA"]
    assert (aetna["claims"], aetna["charge_cents"], aetna["expired_cents"]) == (4, 70_000, 40_000)
    assert summary["by_month"]["2026-08"]["expected_cents"] == 3_200
    assert summary["preventable_by"] == {"billing": 56_000, "front desk": 40_000, "payer": 20_000}
    assert summary["missing_inputs"]["837"]["findings"] == 1


def test_every_key_is_explained() -> None:
    page = PAGE.read_text("utf-8")
    summary = summarise(audited())
    inner = [
        summary["estimate"],
        summary["contracts"],
        *summary["by_payer"].values(),
        *summary["by_category"].values(),
    ]
    keys = {*summary, *(key for part in inner for key in part)}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


def test_json_has_sorted_keys_and_the_same_bytes_each_time() -> None:
    text = summary_json(summarise(audited()))
    assert text == summary_json(summarise(audited()))
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert text.endswith("}\n")


def test_what_has_no_place_is_told_and_not_balanced_away() -> None:
    assert summarise(audited(parts=PARTS[:-1]))["unplaced_cents"] == 6_000


def test_a_reversal_takes_its_claim_back() -> None:
    reversal = claim(90, "A2", -20_000, "MEDICARE")
    undone = part(90, "A2", "denial/hidden_in_45", -20_000, carc="45", necessary=False)
    summary = summarise(audited([*CLAIMS, reversal], [*PARTS, undone]))
    assert summary["charged_cents"] == 250_005
    assert summary["categories"]["denial/hidden_in_45"] == 0
    assert summary["unplaced_cents"] == 0


def test_claims_that_do_not_count_are_left_out_of_every_dollar() -> None:
    states = pl.DataFrame({"claim_id": [f"{FILE}-20", f"{FILE}-30"], "counts": [False, True]})
    source = audited(claim_states=states)
    summary = summarise(source)
    assert summary["charged_cents"] == 250_005
    assert "denial/hidden_in_45" not in summary["categories"]
    assert summary["claims"] == 8
    assert figures(source).uncounted_claims == 1
    assert figures(source).why.causes.filter(category="denial/hidden_in_45").is_empty()


def test_no_claims_come_to_nothing() -> None:
    summary = summarise(audited([], [], []))
    assert summary["charged_cents"] == 0
    assert set(summary["places"].values()) == {0}
    assert (summary["claims"], summary["lines"], summary["problems"]) == (0, 0, {})
    assert summary["estimate"]["expected_cents"] == 0


def test_tables_on_disk_give_the_same_figures(tmp_path: Path) -> None:
    whole, lazy = audited(), audited()
    names = ("dispositions", "remit_claims", "problems", "files", "findings", "evidence")
    for name in names:
        frame = getattr(whole, name)
        frame.write_parquet(tmp_path / f"{name}.parquet")
        object.__setattr__(lazy, name, pl.scan_parquet(tmp_path / f"{name}.parquet"))
    assert figures(lazy).summary == figures(whole).summary
    assert figures(lazy).worklist.equals(figures(whole).worklist)
