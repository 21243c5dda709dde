"""What is priced: the claim as sent, beyond doubt; else as the remittance names it."""

from pathlib import Path

import polars as pl
import pytest

from reclaim.pipeline.claims_to_price import REMIT_CLAIM_COLUMNS
from reclaim.pipeline.judging import link_claims, link_lines
from reclaim.pipeline.scan import Scan
from reclaim.pipeline.to_price import WHOLE, ToPrice, to_price
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id
from reclaim.x12.reader import read
from tests.acceptance.cases import Case, Line, Outcome, Remittance, Remitted, Sent
from tests.acceptance.files import files_of
from tests.engines.audits import remittance

NO_STATES = TABLES["claim_states"].empty()


def case(remitted: Remitted, *sent: Sent) -> Case:
    """A remittance of one claim, and claims as sent."""
    return Case(
        name="x",
        mark="M",
        because="x",
        remittances=(Remittance(claims=(remitted,)),),
        sent=sent,
        expect=Outcome(went={}),
    )


def gathered(folder: Path, given: Case) -> ToPrice:
    """What of a case is priced."""
    for name, content in files_of(given).items():
        (folder / name).write_text(content, "utf-8")
    return _gathered(folder)


def _gathered(folder: Path) -> ToPrice:
    tables = read([folder])
    scan: Scan = lambda name: tables[name].lazy()  # noqa: E731
    links = link_claims(scan, NO_STATES)
    claims = (
        tables["remit_claims"]
        .select(REMIT_CLAIM_COLUMNS)
        .with_columns(claim_id(), payer=pl.col("payer_name"))
    )
    return to_price(scan, claims, links, link_lines(scan, links))


def told(out: ToPrice) -> list[tuple[object, ...]]:
    """Line, code, modifiers, charge, where from."""
    names = ("line_number", "code", "modifiers", "charge_cents", "priced_from")
    return out.lines.select(names).rows()


VISIT = Line(code="99213-25", charge="200", paid="100", reasons="CO-45 100")


def test_a_recoded_line_is_priced_as_it_was_sent(tmp_path: Path) -> None:
    remitted = Remitted(claim="A1", charge="200", paid="100", lines=(VISIT,))
    sent = Sent(claim="A1", charge="200", lines=(Line(code="99215", charge="200"),))
    assert told(gathered(tmp_path, case(remitted, sent))) == [(1, "99215", [], 20000, "claim")]


def test_without_the_claim_the_remittance_says_what_it_was(tmp_path: Path) -> None:
    remitted = Remitted(claim="A1", charge="200", paid="100", lines=(VISIT,))
    out = gathered(tmp_path, case(remitted))
    assert told(out) == [(1, "99213", ["25"], 20000, "remittance")]
    assert out.lines["place_of_service"].to_list() == ["11"]
    assert out.lines["rendering_npi"].to_list() == ["1881234560"]


def test_a_line_that_answers_none_beyond_doubt_leaves_the_claim_to_the_remittance(
    tmp_path: Path,
) -> None:
    """Two lines on the remittance, one as sent: the payer split it, or added one."""
    remitted = Remitted(
        claim="A1",
        charge="400",
        paid="200",
        lines=(VISIT, VISIT.model_copy(update={"code": "J1030"})),
    )
    sent = Sent(claim="A1", charge="400", lines=(Line(code="99213-25", charge="400"),))
    out = gathered(tmp_path, case(remitted, sent))
    assert [(line, source) for line, *_, source in told(out)] == [
        (1, "remittance"),
        (2, "remittance"),
    ]


def test_a_claim_remitted_without_lines_is_priced_by_those_it_was_sent_with(tmp_path: Path) -> None:
    remitted = Remitted(claim="A1", charge="300", paid="200", reasons="CO-45 100")
    lines = (Line(code="99213", charge="200"), Line(code="J1030", charge="100", units="4"))
    out = gathered(tmp_path, case(remitted, Sent(claim="A1", charge="300", lines=lines)))
    assert told(out) == [(1, "99213", [], 20000, "claim"), (2, "J1030", [], 10000, "claim")]
    assert out.lines["units_thousandths"].to_list() == [1000, 4000]


def test_a_claim_of_which_no_lines_are_known_stands_as_one(tmp_path: Path) -> None:
    remitted = Remitted(claim="A1", charge="300", paid="200", reasons="CO-45 100")
    out = gathered(tmp_path, case(remitted))
    assert told(out) == [(WHOLE, None, [], 30000, "remittance")]


@pytest.mark.parametrize(("submitted", "code"), [("HC:99215:25", "99215"), ("", "99213")])
def test_the_code_that_the_payer_says_was_submitted_goes_before_its_own(
    tmp_path: Path, submitted: str, code: str
) -> None:
    remitted = Remitted(claim="A1", charge="200", paid="100", lines=(VISIT,))
    for name, content in files_of(case(remitted)).items():
        plain = "SVC*HC:99213:25*200*100**1"
        assert plain in content
        text = content.replace(plain, f"{plain}*{submitted}" if submitted else plain)
        (tmp_path / name).write_text(text, "utf-8")
    out = _gathered(tmp_path)
    assert out.lines.select("code", "modifiers").row(0) == (code, ["25"])


def test_a_hospital_stay_has_its_drg_its_bill_type_and_its_days(tmp_path: Path) -> None:
    remitted = Remitted(claim="A1", charge="9000", paid="5000", reasons="CO-45 4000")
    stay = Sent(claim="A1", charge="9000", place="11", lines=(Line(charge="9000"),))
    files = files_of(case(remitted, stay))
    for name, content in files.items():
        inpatient = content.replace("11:B:1", "11:A:1").replace(
            "HI*ABK:J069~", "DTP*434*RD8*20251218-20251220~HI*ABK:J069~HI*DR:470~"
        )
        (tmp_path / name).write_text(inpatient, "utf-8")
    [claim] = _gathered(tmp_path).claims.to_dicts()
    assert (claim["form"], claim["type_of_bill"], claim["drg"]) == ("institutional", "111", "470")
    assert str(claim["claim_date"]) == "2025-12-18"
    assert str(claim["discharge_date"]) == "2025-12-20"


@pytest.mark.parametrize(
    ("units", "thousandths"),
    [("3", 3000), ("0.5", 500), ("-1", -1000), ("9999999999999999", 10**15)],
)
def test_units_of_any_size_are_gathered(tmp_path: Path, units: str, thousandths: int) -> None:
    line = f"CLP*A*1*100*100**12*X~SVC*HC:99213*100*100**{units}~DTM*472*20251103~"
    (tmp_path / "a.835").write_text(remittance(line), "utf-8")
    assert _gathered(tmp_path).lines["units_thousandths"].to_list() == [thousandths]
