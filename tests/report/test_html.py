"""The page: every section, exact sums, nothing from outside, nothing of a patient."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

import pytest

from reclaim.report import Audited, render_html
from reclaim.rules.signals import signals
from tests.report.example import (
    CLAIMS,
    FINDINGS,
    FORMULA,
    HOSTILE,
    MEMBER,
    NAME,
    PARTS,
    PROBLEMS,
    audited,
    chance,
    claim,
    finding,
    part,
)

SECTIONS = (
    "where",
    "worklist",
    "deadlines",
    "contracts",
    "causes",
    "prevented",
    "payers",
    "providers",
    "months",
    "categories",
    "hidden",
    "unknown",
    "problems",
    "made",
)


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
    assert "$272.00 can probably be won back" in text
    assert "Between $178.00 and $351.00, from 4 open findings" in text
    assert "payers took away $880.05" in text
    assert "1 finding has its last day within 14 days, with $210.00 expected" in text


def tiles(page: str, name: str) -> dict[str, str]:
    """The figures of a band of the first page, with what is written under each."""
    band = tree(page).find(f".//dl[@id='{name}']")
    assert band is not None
    return {words(item[0]): words(item[1]) for item in band}


def test_the_first_page_tells_the_charge_and_what_was_not_collected(page: str) -> None:
    assert tiles(page, "charged") == {
        "Charged": "$2,700.05$290.00 of it was settled by the payer before",
        "Collected": "$510.0018.9% of charge, paid by insurers",
        "Patient’s share": "$200.007.4% of charge, to bill",
        "Not collected": "$1,700.0563.0% of charge",
    }
    assert tiles(page, "not-collected") == {
        "Not yet verified: needs your contract": (
            "$300.0011.1% of charge, price cuts on the payer’s word"
        ),
        "Necessary": "$10.000.4% of charge, agreed or owed by law",
        "Unnecessary": "$1,160.0043.0% of charge, could have been prevented",
        "Not yet decided": "$230.058.5% of charge, evidence or decision missing",
    }


def test_the_first_page_tells_what_can_be_won_back(page: str) -> None:
    assert tiles(page, "won-back") == {
        "Recoverable, expected": "$272.00$178.00 to $351.00",
        "At stake": "$880.054 open findings, worth $500.00 if all are won",
        "Due within 14 days": "$210.001 finding, $500.00 at stake",
        "Deadline passed": "$400.00was at stake in 1 finding",
    }


def rows_of(page: str, name: str, caption: str) -> tuple[list[list[str]], list[list[str]]]:
    """The cells of a table's body and of its foot."""
    for table in section(page, name).iter("table"):
        if words(table.find("caption") or table[0]).startswith(caption):
            body = [cells(row) for row in table.findall("tbody/tr")]
            return body, [cells(row) for row in table.findall("tfoot/tr")]
    raise AssertionError(caption)


@pytest.mark.parametrize(
    ("name", "caption", "columns"),
    [
        ("payers", "What can be won back", range(1, 10)),
        ("providers", "The charge", range(1, 10)),
        ("months", "The charge", range(1, 10)),
        ("categories", "What was not collected", range(1, 6)),
        ("states", "Findings by state", (2, 3)),
        ("prevented", "Unnecessary dollars", (3,)),
        ("prevented", "Checks", (3,)),
    ],
)
def test_the_columns_of_a_table_add_up_to_its_foot(
    page: str, name: str, caption: str, columns: Iterable[int]
) -> None:
    body, foot = rows_of(page, name, caption)
    for column in columns:
        assert sum(cents(row[column]) for row in body) == cents(foot[0][column]), column


def test_deadlines_add_up_without_the_rows_that_are_in_others(page: str) -> None:
    body, foot = rows_of(page, "deadlines", "Open findings by time left")
    assert [row[0] for row in body][2:] == ["In the next 60 days", "Later", "Not known"]
    for column in (1, 2, 3):
        assert sum(cents(row[column]) for row in body[2:]) == cents(foot[0][column])
    assert foot[0] == ["All open", "4", "880.05", "272.00"]


def test_places_add_up_to_the_charge(page: str) -> None:
    table = section(page, "where").find(".//table")
    assert table is not None
    amounts = [cents(cells(row)[2]) for row in table.findall("tbody/tr")]
    foot = table.find("tfoot/tr")
    assert foot is not None
    assert sum(amounts) == cents(cells(foot)[2]) == 270_005
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
    assert sum(cents(total[column]) for column in parts) == cents(total[2]) == 270_005


def test_causes_add_up_to_unnecessary_and_not_decided(page: str) -> None:
    table = section(page, "causes").find("table")
    assert table is not None
    foot = {row[0]: row[3:8] for row in map(cells, table.findall("tfoot/tr"))}
    lost = ["800.00", "272.00", "1,160.00", "100.00", "1,260.00"]
    assert foot["Denied, reduced or cut twice"] == lost
    assert foot["Pending or unknown"] == ["80.05", "–", "–", "130.05", "130.05"]
    assert foot["All"] == ["880.05", "272.00", "1,160.00", "230.05", "1,390.05"]
    for body in table.findall("tbody"):
        cause, *reasons = [cells(row) for row in body.findall("tr")]
        for column in range(3, 8):
            assert sum(cents(reason[column]) for reason in reasons) == cents(cause[column])


def test_the_running_share_rises_to_the_whole(page: str) -> None:
    table = section(page, "causes").find("table")
    assert table is not None
    running = [cells(body.findall("tr")[0])[8] for body in table.findall("tbody")]
    assert running == ["39.7%", "71.4%", "87.3%", "95.2%", "100.0%", "", ""]


def test_money_at_stake_that_was_never_lost_has_a_row_of_its_own() -> None:
    back = finding(9, 10, "A1", "paid/insurer", 7_000, **chance(7_000, 50, 40, 60))
    page = render_html(audited(findings=[*FINDINGS, back]))
    table = section(page, "causes").find("table")
    assert table is not None
    foot = [cells(row)[:5] for row in table.findall("tfoot/tr")]
    assert foot[2][0].startswith("Contract terms")
    assert foot[2][3:] == ["70.00", "35.00"]
    assert foot[3] == ["All", "", "", "950.05", "307.00"]


def test_many_reasons_and_payers_leave_a_row_for_the_rest() -> None:
    numbers = range(30)
    claims = [claim(n, f"B{n}", 100, f"PAYER {n:02d}") for n in numbers]
    parts = [part(n, f"B{n}", "denial/coding", 100, group_code="CO", carc=f"{n}") for n in numbers]
    page = render_html(audited(claims, parts))
    assert "24 other reasons" in words(section(page, "causes"))
    assert "10 other payers" in words(section(page, "payers"))
    assert "All payers" in words(section(page, "payers"))


def test_the_worklist_says_why_what_to_do_until_when_and_what_for(page: str) -> None:
    body, _ = rows_of(page, "worklist", "Findings to work first")
    claim_cell, payer, why, step, day, worth = body[0]
    assert claim_cell == "A3F-0000000001line 1, 2"
    assert payer == f"{HOSTILE}service 2026-08-01remitted 2026-09-30"
    assert why == "Filed too late CO-29The payer accepted the claim in time."
    assert "Ask the payer to decide again" in step
    assert step.endswith("reclaim why F-0000000001")
    assert day == "2026-12-0310 days left"
    assert worth == "210.0070% of 300.0050 to 85%own outcomesat stake 500.00"


def test_a_prior_is_called_one_and_an_unknown_chance_is_no_zero(page: str) -> None:
    body, _ = rows_of(page, "worklist", "Findings to work first")
    assert body[1][5] == "32.0040% of 80.0020 to 60%priorat stake 100.00"
    assert body[3][4:] == ["no last day known", "?no chance knownat stake 80.05"]
    text = words(section(page, "states"))
    assert "1 of them has no known chance and counts as 0.00" in text


def test_the_next_step_is_the_one_of_the_signal() -> None:
    signal = signals()[0]
    mine = finding(1, 30, "A3", "denial/timely_filing", 50_000, signal_id=signal.id)
    body, _ = rows_of(render_html(audited(findings=[mine])), "worklist", "Findings to work first")
    assert body[0][3].startswith(signal.step)


def test_many_lines_are_counted_and_not_listed() -> None:
    mine = finding(1, 30, "A3", "denial/timely_filing", 1, lines=list(range(1, 15)))
    page = render_html(audited(findings=[mine]))
    assert "14 lines" in words(section(page, "worklist"))


def test_books_are_put_right_apart_from_the_money(page: str) -> None:
    body, _ = rows_of(page, "states", "Findings of which only the books change")
    assert [row[0] for row in body] == ["A8F-0000000007line 1"]
    assert body[0][5] == "–only the booksat stake 60.00"


def test_inputs_that_would_settle_findings_are_named(page: str) -> None:
    text = words(section(page, "unknown"))
    assert "3 open findings lack an answer" in text
    assert "$800.00 is at stake in them" in text
    body, _ = rows_of(page, "unknown", "Missing inputs")
    assert body[1] == ["documents.csv", "2", "300.00", "62.00"]


def test_habits_name_their_share_and_examples(page: str) -> None:
    body, _ = rows_of(page, "payers", "Habits of payers")
    assert body == [
        [
            "MEDICAREHides denials in price cuts, CO-45",
            "a price cut leaves a price",
            "A2",
            "1",
            "2 50.0%",
            "200.00",
        ]
    ]


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
    said = {"signal_id": "<u>", "decides": "<s>", "action": "<i>", "chance_basis": "<b>"}
    found = finding(1, 10, HOSTILE, "denial/coding", 100_000, carc="<i>", payer=name, **said)
    problems = [{"code": "<x>", "severity": "<y>"}]
    page = render_html(audited(claims, parts, problems, findings=[found]))
    assert "<script" not in page
    assert "\x00" not in page
    assert "\u202e" not in page
    assert HOSTILE in words(section(page, "payers"))


def test_charts_are_told_to_those_who_cannot_see_them(page: str) -> None:
    charts = list(tree(page).iter("svg"))
    assert len(charts) == 7
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
    assert "Nothing to win back was found in $1,000.00 charged" in words(tree(page))
    assert "None found" in words(section(page, "hidden"))


def test_a_charge_without_a_place_raises_the_alarm() -> None:
    page = render_html(audited(parts=PARTS[:-1]))
    assert "$60.00 of the charge has no place" in words(tree(page))


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
