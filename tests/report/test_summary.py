"""The dozen numbers of an audit, worked by hand."""

import json

import polars as pl

from reclaim.report import figures, summarise, summary_json
from tests.report.example import CLAIMS, FILE, PARTS, audited, claim, part


def test_the_example_comes_to_the_sums_on_paper() -> None:
    assert summarise(audited()) == {
        "as_of": "2026-11-23",
        "categories": {
            "contractual/unverified": 30_000,
            "denial/hidden_in_45": 20_000,
            "denial/timely_filing": 50_000,
            "paid/insurer": 51_000,
            "patient/coinsurance": 20_000,
            "payer_reduction/sequestration": 1_000,
            "prior_payer/oa23": 20_000,
            "unknown/unbalanced": 8_005,
        },
        "charged_cents": 200_005,
        "claims": 4,
        "lines": 5,
        "places": {
            "contractual": 30_000,
            "denial": 70_000,
            "insurer_paid": 51_000,
            "patient_responsibility": 20_000,
            "payer_reduction": 1_000,
            "pending": 0,
            "prior_payer": 20_000,
            "underpayment": 0,
            "unknown": 8_005,
            "write_off": 0,
        },
        "problems": {"X12-SE-COUNT": 1, "X835-BALANCE-CLAIM": 1},
        "unplaced_cents": 0,
        "version": "0.1.0",
    }


def test_json_has_sorted_keys_and_the_same_bytes_each_time() -> None:
    text = summary_json(summarise(audited()))
    assert text == summary_json(summarise(audited()))
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert text.endswith("}\n")


def test_what_has_no_place_is_told_and_not_balanced_away() -> None:
    assert summarise(audited(parts=PARTS[:-1]))["unplaced_cents"] == 8_005


def test_a_reversal_takes_its_claim_back() -> None:
    reversal = claim(50, "A2", -20_000, "MEDICARE")
    undone = part(50, "A2", "denial/hidden_in_45", -20_000, group_code="CO", carc="45")
    summary = summarise(audited([*CLAIMS, reversal], [*PARTS, undone]))
    assert summary["charged_cents"] == 180_005
    assert summary["categories"]["denial/hidden_in_45"] == 0
    assert summary["unplaced_cents"] == 0


def test_claims_that_do_not_count_are_left_out_of_every_dollar() -> None:
    states = pl.DataFrame({"claim_id": [f"{FILE}-20", f"{FILE}-30"], "counts": [False, True]})
    summary = summarise(audited(claim_states=states))
    assert summary["charged_cents"] == 180_005
    assert "denial/hidden_in_45" not in summary["categories"]
    assert summary["claims"] == 4
    assert figures(audited(claim_states=states)).uncounted_claims == 1


def test_no_claims_come_to_nothing() -> None:
    summary = summarise(audited([], [], []))
    assert summary["charged_cents"] == 0
    assert set(summary["places"].values()) == {0}
    assert (summary["claims"], summary["lines"], summary["problems"]) == (0, 0, {})


def test_tables_on_disk_give_the_same_figures() -> None:
    whole, lazy = audited(), audited()
    for name in ("dispositions", "remit_claims", "problems", "files"):
        object.__setattr__(lazy, name, getattr(whole, name).lazy())
    assert figures(lazy).summary == figures(whole).summary
    assert figures(lazy).largest.equals(figures(whole).largest)
