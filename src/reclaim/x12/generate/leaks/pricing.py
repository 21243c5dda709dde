"""Leaks in the price: hidden denials, underpayments, plan cuts, double and wrong reductions."""

import datetime as dt
from dataclasses import replace

from reclaim.x12.generate import cast, fees, flows, menus
from reclaim.x12.generate.adjudicate import sequestered
from reclaim.x12.generate.desk import CONTRACTED, PROFESSIONAL, Desk
from reclaim.x12.generate.leaks.common import (
    Expect,
    Reason,
    Story,
    add_to_adjustment,
    change_line,
    deny,
    truth,
)
from reclaim.x12.generate.model import Case


def hidden_denial_in_45(desk: Desk) -> Case:
    """The whole charge as CO-45 with nothing paid; the remark shows what it really is."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    remark = desk.rng.choice(("N115", "M20", "N479"))
    line = desk.rng.choice(case.claims[0].lines)
    deny(
        case,
        "hidden_denial_in_45",
        Reason("CO", "45", (remark,)),
        Expect("denial/hidden_in_45", "yes", signal="R01"),
        Story(f"RARC {remark}", "CARC 45 may not equal the whole charge: it is a denial"),
        line_numbers=(line.number,),
    )
    return case


def underpaid(desk: Desk) -> Case:
    """The cut to the allowed amount is larger than the contract's."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED, plain=True)
    remit = case.remits[0]
    outcome = max(remit.lines, key=lambda o: o.paid_cents)
    short = max(fees.percent(outcome.paid_cents, desk.rng.choice((8, 12, 20, 35))), 1)
    number = outcome.line.number
    allowed = (outcome.allowed_cents or 0) - short
    short_line = replace(add_to_adjustment(outcome, "45", short), allowed_cents=allowed)
    change_line(remit, number, sequestered(remit.payer, short_line))
    expected = fees.allowed_cents(remit.payer, outcome.line)
    case.truth.append(
        truth(
            remit,
            "underpaid",
            Reason("CO", "45"),
            Expect("contractual/unverified", "yes", place="underpayment", signal="R02"),
            Story(f"contracts/{remit.payer.key}.yaml", f"the contract allows {expected} cents"),
            short,
            number,
        )
    )
    return case


def plan_reduction_without_contract(desk: Desk) -> Case:
    """PI-45 by a plan that the practice has no contract with."""
    case = desk.paid_case(PROFESSIONAL, (cast.QUILLBACK,))
    remit = case.remits[0]
    for outcome in remit.lines:
        cut = next((a for a in outcome.adjustments if a.carc == "131"), None)
        if cut is None:
            continue
        plan_cut = replace(cut, group="PI", carc="45")
        kept = tuple(plan_cut if a is cut else a for a in outcome.adjustments)
        number = outcome.line.number
        change_line(remit, number, replace(outcome, adjustments=kept))
        case.truth.append(
            truth(
                remit,
                "plan_reduction_without_contract",
                Reason("PI", "45"),
                Expect("payer_reduction/other", "maybe", place="payer_reduction", signal="R30"),
                Story("no contract on file", "no contract binds the practice to this cut"),
                plan_cut.amount_cents,
                number,
            )
        )
    return case


def secondary_double_write_off(desk: Desk) -> Case:
    """The second payer repeats the first one's cut as CO-45 and leaves OA-23 out."""
    case = desk.paid_case(PROFESSIONAL, (cast.MEDICARE,), with_secondary=True)
    first = case.remits[0]
    submitted = desk.sending_day(first.produced + dt.timedelta(days=1))
    second = flows.secondary_remit(desk, first, submitted, states_prior=False)
    case.claims.append(second.claim)
    case.remits.append(second)
    for before, outcome in zip(first.lines, second.lines, strict=True):
        left = sum(a.amount_cents for a in before.adjustments if a.group == "PR")
        case.truth.append(
            truth(
                second,
                "secondary_double_write_off",
                Reason("CO", "45"),
                Expect("prior_payer/oa23", "yes", place="prior_payer", signal="R04"),
                Story(
                    f"{first.payer.key} remittance {first.number}",
                    "the first payer's payment and cuts stand again in this CO-45",
                ),
                outcome.line.charge_cents - left,
                outcome.line.number,
            )
        )
    return case


def sequestration_off_rate(desk: Desk) -> Case:
    """CO-253 taken at three times the rate in force."""
    services = (menus.Service("99214"), menus.Service("93000"))
    case = desk.paid_case((menus.CLINIC,), (cast.MARIGOLD,), services, plain=True)
    remit = case.remits[0]
    outcome = max(remit.lines, key=lambda o: o.paid_cents)
    due = next((a.amount_cents for a in outcome.adjustments if a.carc == "253"), 0)
    excess = min(max(due * 2, 100), outcome.paid_cents)
    number = outcome.line.number
    change_line(remit, number, add_to_adjustment(outcome, "253", excess))
    case.truth.append(
        truth(
            remit,
            "sequestration_off_rate",
            Reason("CO", "253"),
            Expect("payer_reduction/sequestration", "yes", place="payer_reduction", signal="R31"),
            Story("2 U.S.C. 901a rate on the date of service", f"only {due} cents were due"),
            excess,
            number,
        )
    )
    return case
