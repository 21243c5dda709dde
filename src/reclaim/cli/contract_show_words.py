"""What `reclaim contract show` says: a contract in plain words, each term with its clause."""

from collections.abc import Iterator

from reclaim.contracts.model.contract import Contract
from reclaim.contracts.shown import shown_dollars, shown_percent
from reclaim.contracts.words import ROUNDED, policy_words, term_words, when_words
from reclaim.wording import clean

CHARGE = {
    "none": "",
    "line": "A line never brings more than its charge.",
    "claim": "A claim never brings more than its charge.",
}


def show_lines(contract: Contract) -> Iterator[str]:
    """The contract: whom it binds, its terms in order, policies, and what else it promises."""
    yield clean(contract.title) if contract.title else contract.contract
    yield from _whom(contract)
    yield ""
    yield "Terms; the first one that is about a line prices it:"
    for number, term in enumerate(contract.terms, 1):
        yield f"  {number}. {term.id}  [{clean(term.clause)}]"
        yield f"     {clean(term_words(term))}"
    policies = list(policy_words(contract))
    if policies:
        yield ""
        yield "Then, in this order:"
        for clause, words in policies:
            yield f"  {clean(words)}" + (f"  [{clean(clause)}]" if clause else "")
    yield ""
    yield from _then(contract)
    yield from _promises(contract)


def _whom(contract: Contract) -> Iterator[str]:
    first, last = contract.effective_from or "ever", contract.effective_to or "further notice"
    yield f"Payer {contract.payer.key}, days of service from {first} to {last}."
    asks = when_words(contract.applies_to)
    yield from [f"Only claims with: {clean(asks)}."] if asks else []
    yield from ["Inferred from what the payer has allowed."] if contract.inferred else []
    for span in contract.network:
        whom = f" for {' '.join(span.npis)}" if span.npis else ""
        yield f"In the network{whom}." if span.value == "in" else f"Out of the network{whom}."


def _then(contract: Contract) -> Iterator[str]:
    """What is done to every price."""
    for escalator in contract.escalators:
        percent = shown_percent(escalator.percent)
        yield f"From {escalator.effective_from}: {percent} percent.  [{clean(escalator.clause)}]"
    yield from [CHARGE[contract.lesser_of_charge]] if CHARGE[contract.lesser_of_charge] else []
    yield f"Rounding: {ROUNDED[contract.rounding]}."
    given = contract.tolerance
    if given.dollars or given.percent:
        dollars, percent = shown_dollars(given.dollars), shown_percent(given.percent)
        yield f"A difference of {dollars} or {percent} percent a {given.per} is none."


def _promises(contract: Contract) -> Iterator[str]:
    for clock in contract.clocks:
        limit = f"{clock.length} {clock.unit} from the {clock.counts_from.replace('_', ' ')}"
        yield f"Limit for {clock.question.replace('_', ' ')}: {limit}.  [{clean(clock.clause)}]"
    for level in contract.appeals:
        days = f"{level.days} days from the {level.counts_from.replace('_', ' ')}"
        yield f"Appeal {level.level}, {clean(level.name)}: {days}.  [{clean(level.clause)}]"
    if contract.prompt_pay:
        pays = contract.prompt_pay
        percent = shown_percent(pays.annual_percent)
        yield f"Interest after {pays.days} days: {percent} percent a year.  [{clean(pays.clause)}]"
    if contract.secondary:
        second = contract.secondary
        method = second.method.replace("_", " ")
        yield f"As second payer: {method}.  [{clean(second.clause)}]"
    if contract.sequestration:
        yield f"Sequestration is passed on.  [{clean(contract.sequestration.clause)}]"
