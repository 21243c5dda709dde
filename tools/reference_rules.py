"""The reference pages of everything that is decided by data: rules, signals, clocks, chances."""

from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from reclaim.codes import allowed_roles, carcs
from reclaim.contracts.places import facility_places, stay_bills
from reclaim.rules.actions import actions, stages
from reclaim.rules.chances import priors
from reclaim.rules.clocks import clock_rules
from reclaim.rules.fact_words import fact_words
from reclaim.rules.prevention import prevention
from reclaim.rules.signals import signals
from tools.reference_words import code_list, grid, page

Entry = Mapping[str, Any]

DATED = (
    "rules/sequestration.yaml",
    "rules/habits.yaml",
    "contracts/conversion_factors.yaml",
    "contracts/anesthesia.yaml",
    "contracts/limiting_charge.yaml",
    "contracts/medicare.yaml",
)
"""The files of values that change by date."""


def placement() -> list[dict[str, Any]]:
    """Every placement rule as its file states it, in the order of evaluation."""
    folder = Path(str(resources.files("reclaim.data").joinpath("rules", "placement")))
    found: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.yaml")):
        found += yaml.safe_load(path.read_text("utf-8"))
    return found


def dated() -> list[dict[str, Any]]:
    """Every value that changes by date, as its file states it."""
    data = resources.files("reclaim.data")
    found: list[dict[str, Any]] = []
    for name in DATED:
        found += yaml.safe_load(data.joinpath(*name.split("/")).read_text("utf-8"))
    return found


def signals_page() -> str:
    """One section a signal, in the order in which they are tried."""
    intro = (
        "A signal looks at a placed amount beside the evidence. The first in the order of this "
        "page whose condition is true decides; what is not known makes no condition true. A number "
        "such as R07 is the same in `tools/leaks.py` and in `truth.csv` of a generated practice."
    )
    sections = [_signal(signal.model_dump(by_alias=True)) for signal in signals()]
    actions_told = grid(
        ("Action", "Label", "What it means"),
        [(f"`{action.key}`", action.label, action.means) for action in actions().values()],
    )
    stages_told = grid(
        ("Stage", "Label", "Who could have prevented it"),
        [
            (f"`{name}`", stage.label, stage.preventable_by or "nobody")
            for name, stage in stages().items()
        ],
    )
    return page(
        "Signals",
        intro,
        *sections,
        f"## Actions\n\n{actions_told}",
        f"## Stages\n\n{stages_told}",
    )


def facts_page() -> str:
    """What evidence can say, and where the answer comes from."""
    intro = "A question that nothing answers is not known; that is neither yes nor no."
    rows = [
        (f"`{words.fact}`", words.asks, words.input, words.yes, words.no, words.unknown)
        for words in fact_words().values()
    ]
    head = ("Fact", "Question", "Input", "Yes", "No", "Not known")
    return page("Facts", intro, grid(head, rows))


def clocks_page() -> str:
    """Every limit in time, by question."""
    intro = (
        "A clock of the practice's payer map goes before all of these; then what the payer of that "
        "name publishes, then what holds for its kind. The last day is inclusive. What a payer "
        "publishes is its default: the contract and state law override it."
    )
    rows = [
        (
            f"`{rule.id}`",
            rule.asks,
            f"{value.value} {rule.unit.replace('_', ' ')} from {rule.counts_from}",
            str(value.from_date),
            value.cite,
            rule.grade,
        )
        for rule in clock_rules()
        for value in rule.values
    ]
    return page(
        "Clocks", intro, grid(("Clock", "Question", "Length", "Since", "Source", "Grade"), rows)
    )


def chances_page() -> str:
    """Every prior, and how much it weighs."""
    intro = (
        "How likely a loss is won back, before the practice's own outcomes are counted in. "
        "`Weight` is how many own outcomes the prior weighs."
    )
    rows = [
        (
            f"`{prior.id}`",
            prior.asks,
            f"{value.value / 100:g} percent",
            str(prior.strength),
            prior.grade.replace("_", " "),
            f"{value.cite} (since {value.from_date})",
        )
        for prior in priors()
        for value in prior.values
    ]
    head = ("Prior", "Question", "Value", "Weight", "Grade", "Source")
    return page("Chances", intro, grid(head, rows))


def prevention_page() -> str:
    """Which check before sending would have prevented which losses."""
    intro = (
        "A remark says most, then the reason, then the category. The mapping is our own reading."
    )
    rows = [
        (
            f"`{row['edit_id']}`",
            row["edit"],
            row["stage"],
            row["training"],
        )
        for row in prevention().unique("edit_id", maintain_order=True).iter_rows(named=True)
    ]
    return page("Prevention", intro, grid(("Check", "What to do", "Stage", "Training"), rows))


def places_page() -> str:
    """Which places of service are facilities, and which types of bill are about a stay."""
    intro = (
        "Where Medicare's physician fee schedule has two rates, the place of service decides "
        "which: a place that is not listed is a nonfacility. An institutional claim with one of "
        "these types of bill is priced by the day of admission."
    )
    places = [(place.place, str(place.from_date), place.cite) for place in facility_places()]
    bills = [(bill.bill, bill.cite) for bill in stay_bills()]
    return page(
        "Places and stays",
        intro,
        f"## Facilities\n\n{grid(('Place of service', 'Since', 'Source'), places)}",
        f"## Stays\n\n{grid(('Type of bill begins with', 'Source'), bills)}",
    )


def allowed_page() -> str:
    """What each reason has to do with the allowed amount."""
    intro = (
        "The allowed amount is the charge less the price cuts. It is compared with the contract. "
        "What is taken after it lowers the payment and not the price. What was denied has no "
        "price, and what the patient owes is part of the allowed amount. Any other reason that is "
        "not listed leaves open what was allowed, and nothing is compared."
    )
    labels = dict(carcs().select("code", "label").iter_rows())
    told = {"price_cut": "price cut", "after_allowed": "taken after the allowed amount"}
    rows = [(code, labels[code], told[role]) for code, role in allowed_roles().iter_rows()]
    return page("Allowed amount", intro, grid(("Reason (CARC)", "Label", "What it is"), rows))


def _signal(signal: Entry) -> str:
    number = f" ({signal['signal']})" if signal["signal"] else ""
    told = {
        "about": code_list(signal["categories"]),
        "reasons": code_list(signal["carcs"]),
        "remarks": code_list(signal["rarcs"]),
        "network": signal["network"],
        "when": None if signal["when"] == "true" else f"`{' '.join(signal['when'].split())}`",
        "since": str(signal["from"]) if str(signal["from"]) > "1995-01-01" else None,
        "until": signal["until"],
        "says": _says(signal),
        "decides": signal["decides"],
        "next step": signal["step"],
        "looks at": code_list(signal["looks_at"]),
        "source": signal["cite"],
    }
    listing = "\n".join(f"- {name}: {value}" for name, value in told.items() if value)
    return f"## {signal['id']}\n\n{signal['asks']}{number}\n\n{listing}"


def _says(signal: Entry) -> str:
    answers: Iterable[str] = (
        signal["category"] or "",
        {True: "necessary", False: "unnecessary", None: ""}[signal["necessary"]],
        f"recoverable: {signal['recoverable']}" if signal["recoverable"] else "",
        f"action: {signal['action']}",
        "hard stop" if signal["hard_stop"] else "",
    )
    return ", ".join(answer for answer in answers if answer)


PAGES: Sequence[tuple[str, Any]] = (
    ("signals.md", signals_page),
    ("facts.md", facts_page),
    ("clocks.md", clocks_page),
    ("chances.md", chances_page),
    ("prevention.md", prevention_page),
    ("places.md", places_page),
    ("allowed.md", allowed_page),
)
