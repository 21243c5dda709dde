"""`reclaim audit` says where every charged dollar went, and names nobody."""

import contextlib
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reclaim import __version__
from reclaim.cli.entry import run
from reclaim.x12.generate import Practice, generate
from tests.cli.conftest import Reclaim
from tests.texts import SECRETS, claim, remit
from tests.x12.slow_835 import SlowClaim, read

AS_OF = "2026-03-01"
FILES = {"report.html", "findings.xlsx", "summary.json", ".reclaim.json"}
KEYS = [
    "as_of", "by_category", "by_month", "by_payer", "by_provider", "categories", "charged_cents",
    "claims", "contracts", "deadlines", "estimate", "lines", "missing_inputs", "places",
    "preventable_by", "problems", "unplaced_cents", "version",
]  # fmt: skip
PLACES = [
    "contractual", "denial", "insurer_paid", "patient_responsibility", "payer_reduction",
    "pending", "prior_payer", "underpayment", "unknown", "write_off",
]  # fmt: skip
DISPOSITIONS = [
    "file_id", "claim_id", "patient_control_number", "payer_control_number", "line_number",
    "place", "category", "amount_cents", "group_code", "carc", "rarcs", "rule_id", "necessary",
    "recoverable", "signal_id", "stage", "preventable_by", "decides", "next_action", "trace",
]  # fmt: skip
SAME_EVERY_TIME = ("summary.json", "report.html", "findings.xlsx")


@dataclass(frozen=True)
class Audit:
    """A generated practice, where its report is, and what the command said."""

    practice: Practice
    given: Path
    out: Path
    said: str
    errors: str

    @property
    def summary(self) -> dict[str, Any]:
        return dict(json.loads((self.out / "summary.json").read_text("utf-8")))

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.out / "tables" / f"{name}.parquet")


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The audit of a small practice, made once."""
    folder = tmp_path_factory.mktemp("audit")
    practice = generate(3, 150)
    practice.write(folder / "practice")
    out, err = io.StringIO(), io.StringIO()
    arguments = ["audit", folder / "practice", "--as-of", AS_OF, "--out", folder / "report"]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    assert code == 0
    return Audit(practice, folder / "practice", folder / "report", out.getvalue(), err.getvalue())


def test_the_report_is_written_and_its_path_told(audit: Audit) -> None:
    assert {path.name for path in audit.out.iterdir()} == {*FILES, "tables"}
    assert str(audit.out / "report.html") in audit.said
    assert audit.errors == ""


def test_the_summary_holds_what_it_promises(audit: Audit) -> None:
    summary = audit.summary
    assert sorted(summary) == KEYS
    assert sorted(summary["places"]) == PLACES
    assert summary["as_of"] == AS_OF
    assert summary["version"] == __version__


def test_every_cent_has_a_place_and_a_category(audit: Audit) -> None:
    summary = audit.summary
    assert summary["charged_cents"] > 0
    assert summary["unplaced_cents"] == 0
    assert sum(summary["places"].values()) == summary["charged_cents"]
    assert sum(summary["categories"].values()) == summary["charged_cents"]


def test_the_dispositions_have_their_columns_in_order(audit: Audit) -> None:
    assert audit.table("dispositions").columns == DISPOSITIONS


def test_the_dispositions_that_count_are_the_summary(audit: Audit) -> None:
    counts = audit.table("claim_states").filter("counts")
    parts = audit.table("dispositions").join(counts, on="claim_id", how="semi")
    for column, told in {"place": "places", "category": "categories"}.items():
        sums = dict(parts.group_by(column).agg(pl.col("amount_cents").sum()).iter_rows())
        assert {name: cents for name, cents in audit.summary[told].items() if cents} == sums


def test_reversals_and_what_they_take_back_are_nothing_in_each_place(audit: Audit) -> None:
    states = audit.table("claim_states")
    reversals = states.filter(pl.col("reverses").is_not_null())
    assert reversals.height > 0
    both = pl.concat([reversals["claim_id"], reversals["reverses"]]).implode()
    parts = audit.table("dispositions").filter(pl.col("claim_id").is_in(both))
    left = parts.group_by("place").agg(pl.col("amount_cents").sum())
    assert set(left["amount_cents"]) == {0}


def slow_claims(practice: Practice) -> Iterator[tuple[str, list[SlowClaim]]]:
    """The file id and the claims of each remittance, by the independent reader."""
    for name, content in practice.files.items():
        if name.endswith(".835"):
            file_id = hashlib.sha256(content).hexdigest()[:16]
            yield file_id, [claim for payment in read(content) for claim in payment.claims]


def test_every_claim_has_the_charge_that_stands_in_its_file(audit: Audit) -> None:
    placed = dict(
        audit.table("dispositions")
        .group_by("claim_id")
        .agg(pl.col("amount_cents").sum())
        .iter_rows()
    )
    repeats = set(audit.table("claim_states").filter(state="duplicate")["claim_id"])
    claims = audit.table("remit_claims").sort("file_id", "segment_number")
    seen = 0
    for file_id, slow in slow_claims(audit.practice):
        segments = claims.filter(file_id=file_id)["segment_number"]
        assert len(segments) == len(slow)
        for segment, charged in zip(segments, slow, strict=True):
            claim_id = f"{file_id}-{segment}"
            expected = 0 if claim_id in repeats else charged.charge
            assert placed.get(claim_id, 0) == expected, claim_id
            seen += 1
    assert seen == audit.summary["claims"] == claims.height


def test_nobody_is_named_where_a_report_is_passed_on(audit: Audit) -> None:
    claims = audit.table("remit_claims")
    named = {
        column: set(claims[column].drop_nulls()) - {""}
        for column in ("patient_last_name", "patient_id")
    }
    assert all(named.values())
    book = zipfile.ZipFile(audit.out / "findings.xlsx")
    texts = {
        "report.html": (audit.out / "report.html").read_text("utf-8"),
        "findings.xlsx": "".join(book.read(name).decode() for name in book.namelist()),
        "summary.json": (audit.out / "summary.json").read_text("utf-8"),
        "what is printed": audit.said + audit.errors,
    }
    for name, text in texts.items():
        assert [word for word in named["patient_id"] if word in text] == [], name
        assert [word for word in named["patient_last_name"] if word in text.split()] == [], name


def test_planted_names_are_nowhere_though_values_are_broken(
    reclaim: Reclaim, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    secret, first, member, born = SECRETS
    for number, (old, new) in enumerate(
        {
            "CLP*A1*1*200": f"CLP*A1*1*{secret}",
            "DTM*472*20251221": f"DTM*472*{born}X",
            "CAS*CO*97": f"CAS*{secret}*97",
            "LQ*HE*M15": f"LQ*HE*{member}",
            "SVC*HC:99214*80*0**1": f"ZZZ*{first}~\nSVC*HC:99214*80*0**{first}",
            "N1*PE*RIVER CLINIC*XX*1234567893": f"{secret}*{first}*{member}",
            "IEA*1*000000001": f"NM1*QC*1*{secret}",
        }.items()
    ):
        assert old in remit()
        text = remit().replace(old, new).replace("CHECK77", f"CHECK{number}")
        (given / f"{number}.835").write_text(text, "utf-8")
    (given / "a.837").write_text(claim(), "utf-8")
    assert reclaim("audit", given, "--out", tmp_path / "out").code == 0
    assert reclaim("audit", given, "--out", tmp_path / "out", "--json").code == 0
    book = zipfile.ZipFile(tmp_path / "out" / "findings.xlsx")
    texts = [book.read(name).decode() for name in book.namelist()]
    texts += [(tmp_path / "out" / name).read_text("utf-8") for name in SAME_EVERY_TIME[:2]]
    assert [word for word in SECRETS for text in texts if word in text] == []


def test_json_is_the_summary(reclaim: Reclaim, clean: Path, tmp_path: Path) -> None:
    said = reclaim("audit", clean, "--out", tmp_path / "out", "--json")
    assert said.out == (tmp_path / "out" / "summary.json").read_text("utf-8")
    assert json.loads(said.out)["charged_cents"] == 280_00
    assert said.err == ""


def test_problems_do_not_change_the_exit_code(
    reclaim: Reclaim, broken: Path, tmp_path: Path
) -> None:
    said = reclaim("audit", broken, "--out", tmp_path / "out")
    assert said.code == 0
    assert "problems with the input" in said.out
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["problems"]["X835-BALANCE-CLAIM"] == 1
    assert summary["places"]["unknown"] == 40_00


def test_a_missing_path_exits_2_and_leaves_nothing(reclaim: Reclaim, tmp_path: Path) -> None:
    said = reclaim("audit", tmp_path / "none.835", "--out", tmp_path / "out")
    assert said.code == 2
    assert "PATH-MISSING" in said.err
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_exits_2_and_leaves_nothing(reclaim: Reclaim, tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    said = reclaim("audit", tmp_path / "given", "--out", tmp_path / "out")
    assert said.code == 2
    assert "PATH-EMPTY" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["given"]


def test_a_folder_of_others_is_refused_unless_forced(
    reclaim: Reclaim, clean: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine", "utf-8")
    refused = reclaim("audit", clean, "--out", out)
    assert refused.code == 2
    assert "OUT-NOT-EMPTY" in refused.err
    assert [path.name for path in out.iterdir()] == ["notes.txt"]
    assert reclaim("audit", clean, "--out", out, "--force").code == 0
    assert (out / "notes.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize("day", ["03/01/2026", "2026-02-30", "today"])
def test_a_day_that_is_none_exits_2(
    reclaim: Reclaim, clean: Path, tmp_path: Path, day: str
) -> None:
    said = reclaim("audit", clean, "--as-of", day, "--out", tmp_path / "out")
    assert said.code == 2
    assert "--as-of" in said.err
    assert not (tmp_path / "out").exists()


def test_a_second_run_replaces_the_first(
    reclaim: Reclaim, clean: Path, broken: Path, tmp_path: Path
) -> None:
    for given in (clean, broken):
        assert reclaim("audit", given, "--as-of", AS_OF, "--out", tmp_path / "again").code == 0
    assert reclaim("audit", broken, "--as-of", AS_OF, "--out", tmp_path / "once").code == 0
    files = sorted(path.relative_to(tmp_path / "once") for path in (tmp_path / "once").rglob("*.*"))
    assert files == sorted(
        path.relative_to(tmp_path / "again") for path in (tmp_path / "again").rglob("*.*")
    )
    for name in SAME_EVERY_TIME:
        again, once = tmp_path / "again" / name, tmp_path / "once" / name
        assert again.read_bytes() == once.read_bytes(), name


def test_the_same_practice_gives_the_same_bytes(
    audit: Audit, reclaim: Reclaim, tmp_path: Path
) -> None:
    assert reclaim("audit", audit.given, "--as-of", AS_OF, "--out", tmp_path / "again").code == 0
    for name in SAME_EVERY_TIME:
        assert (tmp_path / "again" / name).read_bytes() == (audit.out / name).read_bytes(), name


def test_claims_without_remittances_charge_nothing(
    reclaim: Reclaim, sent: Path, tmp_path: Path
) -> None:
    said = reclaim("audit", sent, "--out", tmp_path / "out")
    assert said.code == 0
    assert said.out.startswith("0 claims, 0 lines")
    assert pl.read_parquet(tmp_path / "out" / "tables" / "claims.parquet").height == 1


def test_what_is_not_x12_is_a_problem_of_the_report(reclaim: Reclaim, tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "a.835").write_bytes(b"Dear provider, your cheque is in the mail.")
    (given / "b.835").write_bytes(bytes(range(256)))
    (given / "c.835").write_bytes(b"")
    said = reclaim("audit", given, "--out", tmp_path / "out", "--json")
    assert said.code == 0
    summary = json.loads(said.out)
    assert summary["charged_cents"] == 0
    assert summary["problems"] == {"X12-BINARY": 1, "X12-EMPTY": 1, "X12-NOT-X12": 1}
    assert "X12-BINARY" in (tmp_path / "out" / "report.html").read_text("utf-8")
