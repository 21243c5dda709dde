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
from reclaim.rules.posting_columns import ASKED
from reclaim.rules.posting_model import PostingRule
from reclaim.rules.posting_policy import document_words, policy_questions
from reclaim.rules.postings import posting_priors, posting_rules
from reclaim.rules.prevention import prevention
from reclaim.rules.signals import signals
from tools.reference_words import code_list, grid, page

Entry = Mapping[str, Any]

DATED = (
    "rules/sequestration.yaml",
    "rules/habits.yaml",
    "rules/posting_patterns.yaml",
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


def postings_page() -> str:
    """One section a rule about what was posted; the policy they ask; the columns they may ask."""
    intro = (
        "What was posted to the ledger is held against the remittances, the contracts and the "
        "practice's own policy. Every rule that holds gives a finding; what is not known makes no "
        "rule hold. Where the remittances have a finding about the same money, it says what can "
        "still be won, and it counts the money. A practice adds or replaces rules in the same form "
        "in `rules/postings/` of its folder."
    )
    sections = [_posting(rule) for rule in posting_rules()]
    return page(
        "Postings",
        intro,
        *sections,
        f"## Policy\n\n{POLICY}\n\n{_policy_table()}\n\n{_documents_table()}",
        f"## Chances\n\n{_posting_chances()}",
        f"## Columns\n\n{_posting_columns()}",
    )


POLICY = (
    "A practice answers these in `policies/posting.yaml`: a list of `id`, `value` (dollars as "
    "`20.00`), `cite`, and where it needs them `from`, `kinds` (of payers) or, for documents, "
    "`words`. A finding that rests on a default says so. Who may write off how much stands in "
    "`policies/users.csv`, what was approved in `approvals.csv`, which periods are closed in "
    "`closed_periods.csv`; what is not kept there is held against nobody."
)


def _posting(rule: PostingRule) -> str:
    told = {
        "about": rule.about.replace("_", "-"),
        "when": f"`{' '.join(rule.when.split())}`",
        "kind": f"`{rule.kind}`",
        "amount": f"`{rule.amount}`",
        "puts back": f"`{rule.reverse}`" if rule.reverse else None,
        "booked instead": rule.rebook,
        "says": ", ".join(_posting_says(rule)),
        "decides": rule.decides,
        "chance": f"`{rule.prior}`" if rule.prior else None,
        "next step": rule.step,
        "while the remittance's finding can be won": rule.step_winnable,
        "once it cannot": rule.step_lost,
        "source": rule.cite,
    }
    listing = "\n".join(f"- {name}: {value}" for name, value in told.items() if value)
    examples = "\n".join(
        f"- {test.name}: {'found' if test.expect.found else 'not found'}" for test in rule.tests
    )
    return f"## {rule.id}\n\n{rule.asks}\n\n{listing}\n\nFor example:\n\n{examples}"


def _posting_says(rule: PostingRule) -> list[str]:
    necessary = {True: "necessary", False: "unnecessary", "evidence": "as its category", None: ""}
    answers = (
        necessary[rule.necessary],
        f"recoverable: {rule.recoverable}",
        f"money: {rule.money}",
        f"action: {rule.action}",
    )
    return [answer for answer in answers if answer]


def _policy_table() -> str:
    head = ("Question", "Asks", "Unit", "Payers", "Default", "Since", "Source", "Grade")
    rows = [
        (
            f"`{one.id}`",
            one.asks,
            one.unit.replace("_", " "),
            ", ".join(one.kinds) or "all",
            _policy_value(one.unit, value.value) if value else "none: the practice has to say",
            str(value.from_date) if value else "",
            value.cite if value else "",
            one.grade,
        )
        for one in policy_questions()
        for value in one.values or (None,)
    ]
    return grid(head, rows)


def _policy_value(unit: str, value: float | str) -> str:
    return f"{float(value):.2f}" if unit == "dollars" else str(value)


def _documents_table() -> str:
    rows = [(f"`{one.id}`", one.asks, ", ".join(one.words), one.cite) for one in document_words()]
    return grid(("Documents", "Asks", "Words", "Source"), rows)


def _posting_chances() -> str:
    rows = [
        (
            f"`{key}`",
            prior.asks,
            f"{value.value / 100:g} percent",
            prior.grade.replace("_", " "),
            f"{value.cite} (since {value.from_date})",
        )
        for key, prior in posting_priors().items()
        for value in prior.values
    ]
    return grid(("Chance", "Question", "Value", "Grade", "Source"), rows)


def _posting_columns() -> str:
    about: dict[str, list[str]] = {}
    meaning: dict[str, tuple[str, str]] = {}
    for thing, columns in ASKED.items():
        for name, (means, kind) in columns.items():
            about.setdefault(name, []).append(thing.replace("_", "-"))
            meaning.setdefault(name, (means, str(kind)))
    rows = [(f"`{name}`", *meaning[name], ", ".join(things)) for name, things in about.items()]
    return grid(("Column", "Meaning", "Type", "Of"), rows)


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
    ("postings.md", postings_page),
)
