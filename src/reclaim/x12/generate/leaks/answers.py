"""Leaks in what the payer does with its own decisions: taken back, paid to nobody, made a habit."""

import datetime as dt

from reclaim.x12.generate import cast
from reclaim.x12.generate.desk import CONTRACTED, PROFESSIONAL, Desk
from reclaim.x12.generate.leaks.common import Expect, Reason, Story, deny, truth
from reclaim.x12.generate.model import Case

_NO_REASON = Reason("", "")


def orphan_reversal(desk: Desk) -> Case:
    """Paid, then taken back, and no correction ever comes."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED, plain=True)
    first = case.remits[0]
    later = desk.payment_day(
        first.payer, first.produced + dt.timedelta(days=desk.rng.randint(8, 30))
    )
    case.remits.append(first.reversal(later))
    case.truth.append(
        truth(
            first,
            "orphan_reversal",
            _NO_REASON,
            Expect("paid/insurer", "maybe", place="insurer_paid", signal="R48"),
            Story("835: status 22 and no correction after it", "ask for the corrected decision"),
            first.paid_cents,
        )
    )
    return case


def missing_payment(desk: Desk) -> Case:
    """Denied as paid before; no remittance ever paid it."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    deny(
        case,
        "missing_payment",
        Reason("CO", "B13"),
        Expect("denial/duplicate", "yes", signal="R49"),
        Story("no earlier remittance", "ask the payer to trace the payment it speaks of"),
    )
    return case


def hides_denials_in_45(desk: Desk) -> Case:
    """One payer hides its denials in price cuts often enough that it is a habit."""
    case = desk.paid_case(PROFESSIONAL, (cast.COBALT,))
    line = desk.rng.choice(case.claims[0].lines)
    deny(
        case,
        "hides_denials_in_45",
        Reason("CO", "45", ("N115",)),
        Expect("denial/hidden_in_45", "yes", signal="R01"),
        Story("other remittances of this payer", "it does so again and again"),
        line_numbers=(line.number,),
    )
    return case
