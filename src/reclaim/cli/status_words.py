"""How `reclaim status` tells what is in a workspace."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from reclaim.engines.workspace.status import Span, Status
from reclaim.wording import clean, count, short_path
from reclaim.x12.catalogue import catalogue

KINDS = {
    "835": "remittances (835)",
    "837": "claims (837)",
    "999": "acknowledgements (999)",
    "277": "claim status (277, 277CA)",
    "276": "status requests (276)",
    "271": "eligibility (271)",
    "270": "eligibility requests (270)",
}

UNITS = ("bytes", "KB", "MB", "GB", "TB")
STEP = 1000


def lines(found: Status) -> Iterator[str]:
    """The workspace in plain words."""
    yield f"{clean(found.name)}  {clean(found.folder)}"
    yield f"Tables in {clean(found.tables)}, {size(found.stored_bytes)}"
    if not found.files and not found.set_aside:
        yield "Nothing is in it yet."
        yield "Next: reclaim ingest PATH"
        return
    yield ""
    yield from _content(found)
    yield from _aside(found)
    yield ""
    yield from _audited(found)


def as_json(found: Status) -> str:
    """The same as one JSON object; days as 2025-12-31."""
    return json.dumps(asdict(found), default=str, indent=1)


def size(number: int) -> str:
    """`412 bytes`, `3.2 MB`."""
    unit, whole = 0, float(number)
    while whole >= STEP and unit < len(UNITS) - 1:
        whole, unit = whole / STEP, unit + 1
    return f"{number:,} {UNITS[0]}" if not unit else f"{whole:.1f} {UNITS[unit]}"


def _content(found: Status) -> Iterator[str]:
    yield f"{count(found.files, 'file')}, {size(found.input_bytes)}"
    for kind, number in found.files_by_set.items():
        yield f"{number:>10,}  {KINDS.get(kind, clean(kind))}"
    yield ""
    yield f"{count(found.claims, 'claim')} as sent{_days(found.services, 'services of')}"
    decided = count(found.remittance_claims, "decision")
    paid = _days(found.payments, "paid from")
    yield f"{decided} on claims, in {count(found.remittances, 'remittance')}{paid}"
    for severity, number in found.problems.items():
        yield f"{count(number, severity)} in the files"


def _days(span: Span, words: str) -> str:
    return f", {words} {span[0]} to {span[1]}" if span else ""


def _aside(found: Status) -> Iterator[str]:
    if not found.set_aside:
        return
    yield ""
    yield "Set aside and not counted:"
    for item in found.set_aside:
        path, code = str(item["path"] or ""), str(item["code"])
        yield f"  {short_path(clean(path))}: {title(code)}  [{code}]  given {item['ingested_on']}"


def title(code: str) -> str:
    """What a problem with a whole file is called."""
    return catalogue()[code].title if code in catalogue() else "it cannot be read"


def _audited(found: Status) -> Iterator[str]:
    audit = found.last_audit
    if audit is None:
        yield f"Not audited yet: {count(found.new_files, 'new file')}."
    else:
        yield f"Last audit as of {audit.as_of}: {count(audit.claims, 'claim')} judged."
        yield f"New since then: {count(found.new_files, 'file')}."
    if found.new_files:
        yield "Next: reclaim audit"
