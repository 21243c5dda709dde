"""Leaks in the office: what was posted to the ledger against the remittance or without proof."""

from dataclasses import replace

from reclaim.x12.generate import cast, menus
from reclaim.x12.generate.adjudicate import sequestered
from reclaim.x12.generate.desk import CONTRACTED, PROFESSIONAL, Desk
from reclaim.x12.generate.leaks.common import Expect, Reason, Story, deny, truth
from reclaim.x12.generate.model import Adjustment, Case

_COPAY_PLANS = (cast.HARBOR, cast.MARIGOLD)


def copay_waived(desk: Desk) -> Case:
    """The copay is written off without a statement or a hardship form, again and again."""
    services = (menus.Service("99213"),)
    case = desk.paid_case((menus.CLINIC,), _COPAY_PLANS, services)
    _share_only(case, "3", case.claims[0].payer.copay_cents)
    case.patient_outcome = "waived"
    _record_patient_share(
        case,
        "copay_waived",
        "3",
        "patient/copay",
        Story("ledger: COURTESY, no statement", "a routine waiver breaks the plan's contract"),
    )
    return case


def wrong_category(desk: Desk) -> Case:
    """A denial posted to the ledger as if the contract had asked for it."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    carc, category, recoverable, signal = desk.rng.choice(
        (
            ("29", "denial/timely_filing", "yes", "R07"),
            ("197", "denial/authorization", "maybe", "R14"),
        )
    )
    case.written_off_as = "CON"
    case.claims[0].authorization = ""
    deny(
        case,
        "wrong_category",
        Reason("CO", carc),
        Expect(category, recoverable, place="write_off", signal=signal),
        Story("ledger: CON", f"posted as contractual although the payer said CO-{carc}"),
    )
    return case


def small_balance(desk: Desk) -> Case:
    """A balance that the policy holds for the next visit was written off."""
    services = (menus.Service("99212"),)
    case = desk.paid_case((menus.CLINIC,), (cast.MEDICARE,), services)
    _share_only(case, "2", desk.rng.randint(150, 1950))
    case.patient_outcome = "small_balance"
    _record_patient_share(
        case,
        "small_balance",
        "2",
        "patient/coinsurance",
        Story("ledger: SMALL on the posting day", "a balance under 20.00 is held, not written off"),
    )
    return case


def bad_debt_without_statement(desk: Desk) -> Case:
    """Written off as bad debt although no statement was ever sent."""
    case = desk.paid_case(PROFESSIONAL, (cast.HARBOR,))
    _share_only(case, "1", 25_000)
    case.patient_outcome = "bad_debt_without_statement"
    _record_patient_share(
        case,
        "bad_debt_without_statement",
        "1",
        "patient/deductible",
        Story("ledger: no statement", "nobody asked the patient before giving up"),
    )
    return case


def _share_only(case: Case, carc: str, most_cents: int) -> None:
    """Make this the only thing the patient owes: on the first line, up to what it would pay."""
    remit = case.remits[0]
    remit.adjustments = ()
    bare = [
        replace(
            o, adjustments=tuple(a for a in o.adjustments if a.group != "PR" and a.carc != "253")
        )
        for o in remit.lines
    ]
    share = Adjustment("PR", carc, min(most_cents, bare[0].paid_cents))
    bare[0] = replace(bare[0], adjustments=(*bare[0].adjustments, share))
    remit.lines = tuple(sequestered(remit.payer, outcome) for outcome in bare)


def _record_patient_share(case: Case, leak: str, carc: str, category: str, story: Story) -> None:
    remit = case.remits[0]
    expect = Expect(category, "yes", place="write_off")
    for outcome in remit.lines:
        for share in outcome.adjustments:
            if share.group == "PR" and share.carc == carc:
                case.truth.append(
                    truth(
                        remit,
                        leak,
                        Reason("PR", carc),
                        expect,
                        story,
                        share.amount_cents,
                        outcome.line.number,
                    )
                )
