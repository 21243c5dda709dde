"""Leaks before the visit: filing time, authorization, eligibility, other payers, enrolment."""

import datetime as dt
from dataclasses import replace

from reclaim.x12.generate import cast, menus
from reclaim.x12.generate.desk import CONTRACTED, PROFESSIONAL, Desk
from reclaim.x12.generate.leaks.common import Expect, Reason, Story, deny
from reclaim.x12.generate.model import Case

HOSPITAL_TOO = (*PROFESSIONAL, menus.OUTPATIENT, menus.INPATIENT)
_LATE = Reason("CO", "29")


def timely_filing_with_proof(desk: Desk) -> Case:
    """Denied as late, though the payer's own 277CA accepted it inside the limit."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    claim, remit = case.claims[0], case.remits[0]
    accepted = claim.submitted + dt.timedelta(days=1)
    late = claim.service_date + dt.timedelta(days=claim.payer.filing_limit_days + 9)
    remit.received = late
    remit.produced = desk.payment_day(claim.payer, late + dt.timedelta(days=12))
    deny(
        case,
        "timely_filing_with_proof",
        _LATE,
        Expect("denial/timely_filing", "yes"),
        Story(f"277CA of {accepted}: accepted", "the payer accepted the claim inside the limit"),
    )
    return case


def timely_filing_late(desk: Desk) -> Case:
    """Denied as late, and it was: the first submission was rejected and nobody looked."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    claim, remit = case.claims[0], case.remits[0]
    rejected = claim.submitted + dt.timedelta(days=1)
    again = desk.sending_day(
        claim.service_date + dt.timedelta(days=claim.payer.filing_limit_days + 14)
    )
    resent = replace(claim, submitted=again)
    case.claims.append(resent)
    case.first_rejected = True
    remit.claim = resent
    remit.received = again + dt.timedelta(days=1)
    remit.produced = desk.payment_day(claim.payer, again + dt.timedelta(days=12))
    deny(
        case,
        "timely_filing_late",
        _LATE,
        Expect("denial/timely_filing", "no"),
        Story(f"277CA of {rejected}: rejected", "a rejected claim is no proof of filing"),
    )
    return case


def authorization_on_file(desk: Desk) -> Case:
    """Denied for want of an authorization that stands on the claim."""
    case = desk.paid_case(HOSPITAL_TOO, CONTRACTED)
    case.claims[0].authorization = f"AUTH{desk.opened:06d}"
    remit = deny(
        case,
        "authorization_on_file",
        Reason("CO", "197"),
        Expect("denial/authorization", "yes"),
        Story("REF*G1 on the 837", "the authorization was obtained and sent"),
    )
    # The payer overlooked it, so its remittance does not repeat it.
    remit.claim = replace(remit.claim, authorization="")
    return case


def authorization_retroactive(desk: Desk) -> Case:
    """An emergency that could not be authorized before; the payer may do it afterwards."""
    case = desk.paid_case((menus.AMBULANCE, menus.OUTPATIENT), CONTRACTED)
    case.claims[0].authorization = ""
    deny(
        case,
        "authorization_retroactive",
        Reason("CO", "197"),
        Expect("denial/authorization", "maybe"),
        Story("emergency indicator on the 837", "emergencies are authorized retroactively"),
    )
    return case


def eligibility_active(desk: Desk) -> Case:
    """Denied as after coverage ended; the 271 of that day says active."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    case.coverage = "active"
    case.remits[0].status = desk.rng.choice(("1", "4"))
    deny(
        case,
        "eligibility_active",
        Reason("PR", "27"),
        Expect("denial/eligibility", "yes"),
        Story("271: EB*1 on the date of service", "the payer confirmed coverage on that date"),
    )
    return case


def eligibility_ended(desk: Desk) -> Case:
    """Denied as after coverage ended, and the 271 of that day says so too."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    case.coverage = "ended"
    deny(
        case,
        "eligibility_ended",
        Reason("PR", "27"),
        Expect("denial/eligibility", "no"),
        Story("271: EB*6", "coverage had ended: it should have been asked before the visit"),
    )
    return case


def other_payer_first(desk: Desk) -> Case:
    """Denied because another insurer should pay first."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    case.coverage = "other_payer"
    deny(
        case,
        "other_payer_first",
        Reason("CO", "22", ("MA04",)),
        Expect("denial/cob", "yes"),
        Story("271: other payer", "bill the other insurer first, or have the order corrected"),
    )
    return case


def credentialing(desk: Desk) -> Case:
    """Denied as not enrolled; the payer's letter dates the enrolment before the visit."""
    case = desk.paid_case(PROFESSIONAL, (*CONTRACTED, cast.MEDICARE))
    carc, remark = desk.rng.choice((("B7", "N570"), ("185", "N198")))
    deny(
        case,
        "credentialing",
        Reason("CO", carc, (remark,)),
        Expect("denial/credentialing", "maybe"),
        Story("roster/enrolments.csv", "enrolled before the visit"),
    )
    return case
