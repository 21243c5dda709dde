"""The page: every section, exact sums, nothing from outside, nothing of a patient."""

import re
from xml.etree import ElementTree as ET

import pytest

from reclaim.report import Audited, render_html
from tests.report.example import (
    CLAIMS,
    FORMULA,
    HOSTILE,
    MEMBER,
    NAME,
    PARTS,
    PROBLEMS,
    audited,
    claim,
    part,
)

SECTIONS = ("where", "largest", "hidden", "causes", "payers", "unknown", "problems", "made")


def tree(page: str) -> ET.Element:
    """The page read as XML, which fails on any tag or attribute that is not closed."""
    return ET.fromstring(page.split("<!DOCTYPE html>", 1)[1])  # noqa: S314 - our own page


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def section(page: str, name: str) -> ET.Element:
    found = tree(page).find(f".//section[@id='{name}']")
    assert found is not None, name
    return found


def cells(row: ET.Element) -> list[str]:
    return [words(cell) for cell in row]


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(audited())


@pytest.mark.parametrize("name", SECTIONS)
def test_each_section_is_there_and_in_the_contents(page: str, name: str) -> None:
    assert section(page, name).find("h2") is not None
    assert f'href="#{name}"' in page


def test_every_link_leads_somewhere_on_the_page(page: str) -> None:
    targets = set(re.findall(r'href="#([^"]+)"', page))
    ids = re.findall(r' id="([^"]+)"', page)
    assert targets <= set(ids)
    assert len(ids) == len(set(ids))


def test_headline_says_the_dollars_on_paper(page: str) -> None:
    text = words(tree(page))
    assert "$710.00 of $2,000.05 charged was denied or reduced" in text
    assert "$700.00 of it may be won back: $200.00 likely, $500.00 possibly" in text
    assert "$200.00 was hidden as contractual" in text


def test_headline_figures(page: str) -> None:
    shown = {words(item[0]): words(item[1]) for item in tree(page).findall(".//dl[1]/div")}
    assert shown["Charged"] == (
        "$2,000.05$200.00 of it also counted on the remittance of the payer before"
    )
    assert shown["Paid by insurers"] == "$510.0025.5% of charge"
    assert shown["Patient’s share"] == "$200.0010.0% of charge, to bill"
    assert shown["Contractual, unverified"] == "$300.0015.0% of charge, on the payer’s word"
    assert shown["Denied and reduced"] == "$710.0035.5% of charge"
    assert shown["Recoverable candidates"] == "$700.0098.6% of denied and reduced"
    assert shown["Unknown"] == "4.0%$80.05 that no remittance explains"


def test_places_add_up_to_the_charge(page: str) -> None:
    table = section(page, "where").find("table")
    assert table is not None
    amounts = [cents(cells(row)[2]) for row in table.findall("tbody/tr")]
    foot = table.find("tfoot/tr")
    assert foot is not None
    assert sum(amounts) == cents(cells(foot)[2]) == 200_005
    assert "add up to the charge" in words(foot)


def test_payers_add_up_to_the_charge(page: str) -> None:
    table = section(page, "payers").find(".//table")
    assert table is not None
    rows = [cells(row) for row in table.findall("tbody/tr")]
    foot = table.find("tfoot/tr")
    assert foot is not None
    total = cells(foot)
    for column in (2, 3, 4, 5, 6, 7, 9):
        assert sum(cents(row[column]) for row in rows) == cents(total[column])
    parts = (3, 4, 5, 6, 7, 9)
    assert sum(cents(total[column]) for column in parts) == cents(total[2]) == 200_005


def test_causes_add_up_to_denied_and_reduced_and_to_what_is_open(page: str) -> None:
    table = section(page, "causes").find("table")
    assert table is not None
    causes = [cells(body.findall("tr")[0]) for body in table.findall("tbody")]
    foot = [cells(row) for row in table.findall("tfoot/tr")]
    assert [(row[0], cents(row[-1])) for row in foot] == [
        ("Denied and reduced", 71_000),
        ("Still open", 8_005),
    ]
    assert sum(cents(cause[-1]) for cause in causes) == 79_005
    for body in table.findall("tbody"):
        cause, *reasons = [cells(row) for row in body.findall("tr")]
        assert sum(cents(reason[-1]) for reason in reasons) == cents(cause[-1])


def test_many_reasons_and_payers_leave_a_row_for_the_rest() -> None:
    numbers = range(30)
    claims = [claim(n, f"B{n}", 100, f"PAYER {n:02d}") for n in numbers]
    parts = [part(n, f"B{n}", "denial/coding", 100, group_code="CO", carc=f"{n}") for n in numbers]
    page = render_html(audited(claims, parts))
    assert "22 other reasons" in words(section(page, "causes"))
    assert "10 other payers" in words(section(page, "payers"))
    assert "All payers" in words(section(page, "payers"))


def test_a_loss_shows_its_reason_its_next_step_and_its_command(page: str) -> None:
    row = words(section(page, "largest"))
    assert "CO-29" in row
    assert "rule reason/default" in row
    assert "Appeal; if that fails, write off" in row
    assert "reclaim show 'in box/remit.835' --claim A3" in row
    assert "service 2026-08-15" in row


def test_hidden_denials_stand_on_their_own(page: str) -> None:
    hidden = words(section(page, "hidden"))
    assert "$200.00 was sent as a price cut" in hidden
    assert "A2" in hidden
    assert "N115" in hidden


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    assert "http:" not in page
    assert "https:" not in page
    assert not re.search(r"<(script|link|iframe|object|embed|img|base)\b", page)
    assert not re.search(r"@import|url\(", page)
    assert "default-src 'none'" in page


def test_nothing_of_a_patient_is_shown(page: str) -> None:
    assert NAME not in page
    assert MEMBER not in page


def test_what_a_payer_calls_itself_stays_text() -> None:
    name = f"\"'><b>{HOSTILE}\x00\u202e&amp;"
    claims = [claim(10, HOSTILE, 100_000, name)]
    parts = [part(10, HOSTILE, "denial/coding", 100_000, carc="<i>", rule_id="<u>", rarcs=["<s>"])]
    page = render_html(audited(claims, parts, [{"code": "<x>", "severity": "<y>"}]))
    assert "<script" not in page
    assert "\x00" not in page
    assert "\u202e" not in page
    assert HOSTILE in words(section(page, "payers"))


def test_charts_are_told_to_those_who_cannot_see_them(page: str) -> None:
    charts = list(tree(page).iter("svg"))
    assert len(charts) == 5
    assert all(chart.get("role") == "img" and chart.get("aria-label") for chart in charts)
    assert all(table.find("caption") is not None for table in tree(page).iter("table"))
    assert all(cell.get("scope") for cell in tree(page).iter("th"))


def test_no_claims_make_a_page_that_says_so() -> None:
    page = render_html(audited([], [], []))
    assert "No claims" in words(tree(page))
    assert "None: every file balances" in words(section(page, "problems"))


def test_files_without_claims_still_show_their_problems() -> None:
    page = render_html(audited([], [], PROBLEMS))
    assert "X12-SE-COUNT" in words(section(page, "problems"))


def test_a_paid_claim_alone_has_nothing_to_chase() -> None:
    page = render_html(audited([CLAIMS[0]], [part(10, "A1", "paid/insurer", 100_000)], []))
    assert "Nothing of $1,000.00 charged was denied or reduced" in words(tree(page))
    assert "None found" in words(section(page, "hidden"))


def test_a_charge_without_a_place_raises_the_alarm() -> None:
    page = render_html(audited(parts=PARTS[:-1]))
    assert "$80.05 of the charge has no place" in words(tree(page))


def test_a_page_of_reversals_alone_is_still_a_page() -> None:
    undone = [claim(10, "A1", -5_000, FORMULA)]
    page = render_html(audited(undone, [part(10, "A1", "denial/coding", -5_000, carc="16")], []))
    assert "-5,000" not in words(section(page, "where"))
    assert "-50.00" in words(section(page, "where"))


def test_the_same_audit_makes_the_same_page(page: str) -> None:
    other: Audited = audited()
    assert render_html(other) == page


def cents(shown: str) -> int:
    """Whole cents of a figure as printed; a dash is nothing."""
    return 0 if shown == "–" else int(shown.replace(",", "").replace(".", ""))
