"""When a pattern in payments is taken for a cause; payers make errors, and errors are no rule.

These are judgements about evidence, not numbers of a law, a payer or a contract. All are shares in
whole percent or numbers of lines.
"""

LEAST_LINES = 10
"""A cause explains no fewer lines than this: a clerk's error is repeated two or three times."""

CLEAR_PERCENT = 60
"""Of the lines that a change touches, so many come out as allowed after it.

More than half, so that no other change of the same lines can do better; not all, since a second
cause, and the payer's errors, may lie on some of them.
"""

BREAKS_PERCENT = 10
"""A change newly breaks no more lines than this, of those that it explains.

A contract that is right about a line does not become wrong about it because the contract is
corrected elsewhere; a few lines that agreed by accident do.
"""

SAME_CODES = 3
"""Codes with one ratio are a family from so many on; fewer are single rates."""

SCREENED_CLAIMS = 2_000
"""Claims with misses, and as many without, that a possible change is first tried on."""

COMPARED_CLAIMS = 150
"""Claims that each of a hundred localities is first tried on."""

CONFIRMED = 5
"""Of the changes that did best on the first try, so many at most are tried on all lines."""

OFTEN_PERCENT = 10
"""A locality is looked for when so many of the lines miss: a wrong one is wrong about most."""

MOST_ROUNDS = 12
"""After so many changes a contract is not miscalibrated but another one."""
