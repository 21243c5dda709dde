"""What `reclaim rules` says: the rules in order, one of them whole, or which cases fail."""

from collections.abc import Iterator, Sequence

from reclaim.audit.trial import placement_failures
from reclaim.errors import UsageError
from reclaim.rules.placement import PlacementRule, placement_rules
from reclaim.rules.rulebook import Rulebook
from reclaim.rules.signals import Signal, signals
from reclaim.rules.trial import failures
from reclaim.wording import clean, count

Rule = PlacementRule | Signal
WIDTH = 44


def list_lines(book: Rulebook) -> Iterator[str]:
    """Every rule: its id, what it asks, what an own one stands for; below, dates and answers."""
    yield from _listed("Placement rules", book.placement, placement_rules())
    yield ""
    yield from _listed("Signals", book.signals, signals())


def rule_lines(book: Rulebook, rule_id: str) -> Iterator[str]:
    """One rule, field by field, and its cases by name.

    Raises:
        UsageError: RULE-MISSING, when there is none of that id.
    """
    every: Sequence[Rule] = (*book.placement, *book.signals)
    found = next((rule for rule in every if rule.id == rule_id), None)
    if found is None:
        raise UsageError(
            "RULE-MISSING",
            where=clean(rule_id),
            what="there is no rule of this id",
            why="It is neither a placement rule nor a signal.",
            next_step="`reclaim rules` lists the ids; own rules need --practice DIR",
        )
    shipped: dict[str, Rule] = {}
    shipped |= {rule.id: rule for rule in placement_rules()}
    shipped |= {signal.id: signal for signal in signals()}
    yield f"{found.id}{_whose(found, shipped)}"
    yield f"  {found.asks}"
    told = found.model_dump(by_alias=True, exclude={"id", "asks", "tests"}, exclude_defaults=True)
    for name, value in told.items():
        text = ", ".join(value) if isinstance(value, tuple) else " ".join(str(value).split())
        yield f"  {name.replace('_', ' ') + ':':<14} {text}"
    yield "  cases:"
    yield from (f"    {test.name}" for test in found.tests)


def check_lines(book: Rulebook) -> tuple[list[str], bool]:
    """What came of trying every rule, and whether a case failed."""
    failed = [*placement_failures(book), *failures(book.signals)]
    every: Sequence[Rule] = (*book.placement, *book.signals)
    cases = sum(len(rule.tests) for rule in every)
    lines = [
        f"{one.rule_id}: {one.case}: expected {one.expected}, found {one.found}" for one in failed
    ]
    tried = f"{count(len(every), 'rule')}, {count(cases, 'case')}"
    return [*lines, f"{tried}, {count(len(failed), 'failure')}"], bool(failed)


def _listed(title: str, every: Sequence[Rule], shipped: Sequence[Rule]) -> Iterator[str]:
    known = {rule.id: rule for rule in shipped}
    yield f"{title}: {len(every)}, in the order in which they are tried"
    for rule in every:
        yield f"  {rule.id:<{WIDTH}} {rule.asks}{_whose(rule, known)}"
        yield f"      {_dates(rule)}; {_answer(rule)}; {rule.cite}"


def _dates(rule: Rule) -> str:
    since = f"from {rule.from_date}"
    return f"{since} to before {rule.until}" if rule.until else since


def _answer(rule: Rule) -> str:
    """What it decides, as far as it says so itself: category, whether money can be won, action."""
    told: tuple[str | None, ...]
    if isinstance(rule, Signal):
        stop = "never appeal" if rule.hard_stop else None
        told = (rule.signal, rule.category, rule.recoverable, rule.action, stop)
    else:
        told = (rule.category or f"category of the {rule.takes}", rule.recoverable)
    return ", ".join(word for word in told if word)


def _whose(rule: Rule, shipped: dict[str, Rule]) -> str:
    if shipped.get(rule.id) is rule:
        return ""
    if rule.id in shipped:
        return "  [own, in place of the shipped one]"
    return f"  [own, before {rule.overrides}]" if rule.overrides else "  [own, before all]"
