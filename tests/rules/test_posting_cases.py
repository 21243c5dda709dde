"""The cases of rules about postings bite: no comparison turned, no part left out, goes unseen."""

import re
from collections.abc import Iterator

import pytest

from reclaim.rules.posting_model import PostingRule
from reclaim.rules.posting_trial import failures
from reclaim.rules.postings import posting_rules

COMPARISON = re.compile(r"<=|>=|<>|=|<|>")
TURNED = {"<=": "<", "<": "<=", ">=": ">", ">": ">=", "<>": "=", "=": "<>"}
AND = " and "


def turned(when: str) -> Iterator[str]:
    """The condition with one comparison turned: strict or not, equal or not."""
    for found in COMPARISON.finditer(when):
        yield when[: found.start()] + TURNED[found.group()] + when[found.end() :]


def shortened(when: str) -> Iterator[str]:
    """The condition without one of its parts."""
    parts = [""]
    for piece in when.split(AND):
        whole = parts[-1].count("(") == parts[-1].count(")")
        parts = [*parts, piece] if whole and parts[-1] else [*parts[:-1], _joined(parts[-1], piece)]
    for left_out in range(len(parts) if len(parts) > 1 else 0):
        yield " and ".join(part for at, part in enumerate(parts) if at != left_out)


def _joined(first: str, then: str) -> str:
    return f"{first}{AND}{then}" if first else then


@pytest.mark.parametrize("one", posting_rules(), ids=lambda one: str(one.id))
def test_a_condition_that_was_changed_fails_a_case(one: PostingRule) -> None:
    others = [*turned(one.when), *shortened(one.when)]
    unseen = [when for when in others if not failures([one.model_copy(update={"when": when})])]
    assert unseen == []
