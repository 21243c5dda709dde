"""The history of a claim: sent, acknowledged, decided, reversed and decided again."""

import datetime as dt
from collections.abc import Iterable

import polars as pl

from reclaim.report.explain.documents import Document, document
from reclaim.report.explain.lines import Kind, Line
from reclaim.report.explain.tables import Row, Rows
from reclaim.wording import clean, count, joined

ROUNDS = 4
"""How far links are followed: from a remittance to what was sent, and on to its other answers."""

OF_MANY = ("coverage", "batch")
"""Links to what is about many claims: told, and not followed further."""

FORWARD = {
    "sent": "the claim as sent",
    "prior": "the payer before",
    "same": "another decision on the claim",
    "resent": "an earlier sending",
}
BACKWARD = {
    "prior": "a later payer",
    "same": "another decision on the claim",
    "resent": "a later sending",
}
"""What the document at the far end of a link is, where its own words do not say so."""

ORDER = {"claims": 1, "acknowledgements": 2, "claim_statuses": 3, "remit_claims": 4}
"""What comes first on one day; coverage is asked before anything is sent."""

TRUST = {"high": 0, "medium": 1, "low": 2}


def history(rows: Rows, claim_id: str) -> list[Line]:
    """The documents linked to a claim, in order of time, each with its key and confidence.

    Those of which several matched equally well come last: they are shown, and used by nobody.
    """
    links = links_of(rows, claim_id)
    certain = [link for link in links if not link["ambiguous"]]
    reached = {claim_id: "remit_claims"} | _ends(certain)
    told = [document(rows, row_id, table) for row_id, table in reached.items()]
    told.sort(
        key=lambda one: (one.on or dt.date.max, ORDER.get(reached[one.row_id], 0), one.row_id)
    )
    lines = [_line(one, claim_id, certain) for one in told]
    return lines + [_unused(rows, link) for link in links if link["ambiguous"]]


def linked_claims(rows: Rows, claim_id: str) -> set[str]:
    """The claims on remittances that are one history with this one, itself included."""
    links = [link for link in links_of(rows, claim_id) if not link["ambiguous"]]
    return {claim_id} | {end for end, table in _ends(links).items() if table == "remit_claims"}


def links_of(rows: Rows, claim_id: str) -> list[Row]:
    """The links that lead from a claim on to everything about it, each once."""
    found: dict[tuple[str, str, str], Row] = {}
    reached, asked = {claim_id}, set[str]()
    for _ in range(ROUNDS):
        todo = sorted(reached - asked)
        if not todo:
            break
        asked |= reached
        touches = pl.col("from_id").is_in(todo) | pl.col("to_id").is_in(todo)
        for link in rows.rows("claim_links", touches):
            found[link["link"], link["from_id"], link["to_id"]] = link
            if not link["ambiguous"] and link["link"] not in OF_MANY:
                reached |= {link["from_id"], link["to_id"]}
    of_others = [key for key, link in found.items() if _about_others(link, reached)]
    return [link for key, link in found.items() if key not in of_others]


def _about_others(link: Row, reached: set[str]) -> bool:
    """A link from a document of many claims to a claim that is not this one."""
    return link["link"] in OF_MANY and link["from_id"] not in reached


def _ends(links: Iterable[Row]) -> dict[str, str]:
    ends = {}
    for link in links:
        ends[link["from_id"]] = link["from_table"]
        ends[link["to_id"]] = link["to_table"]
    return ends


def _line(one: Document, claim_id: str, links: list[Row]) -> Line:
    """When and what; how it is known to belong here. The claim itself is only marked."""
    this = one.row_id == claim_id
    text = joined(one.on or "no date", "this remittance" if this else "", by=", ")
    details = () if this else tuple(_known_by(one.row_id, links))
    return Line(f"{text}: {one.words}", source=one.source, details=details)


def _known_by(row_id: str, links: list[Row]) -> list[str]:
    """What a document is to the others and by what it was matched: by its most trusted link."""
    own = [link for link in links if row_id in (link["from_id"], link["to_id"])]
    best = sorted(own, key=lambda link: TRUST.get(link["confidence"], len(TRUST)))[:1]
    return [_matched(link, FORWARD if link["to_id"] == row_id else BACKWARD) for link in best]


def _matched(link: Row, ends: dict[str, str]) -> str:
    known = f"matched by {clean(link['key'])}, {link['confidence']} confidence"
    role = ends.get(link["link"])
    return f"{role}; {known}" if role else known


def _unused(rows: Rows, link: Row) -> Line:
    role = FORWARD.get(link["link"], link["link"])
    alike = count(link["candidates"], "document")
    text = f"Not used: perhaps {role}. {alike} matched equally well by {clean(link['key'])}."
    return Line(text, Kind.WARNING, source=rows.source(link["to_id"], ""))
