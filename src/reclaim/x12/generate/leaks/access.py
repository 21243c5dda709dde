"""Leaks before the visit: filing time, authorization, eligibility, other payers, enrolment."""

import datetime as dt
from dataclasses import replace

from reclaim.x12.generate import cast, menus
from reclaim.x12.generate.desk import CONTRACTED, PROFESSIONAL, Desk
from reclaim.x12.generate.leaks.common import Expect, Reason, Story, deny
from reclaim.x12.generate.model import Authorization, Case, Claim

HOSPITAL_TOO = (*PROFESSIONAL, menus.OUTPATIENT, menus.INPATIENT)
_LATE = Reason("CO", "29")


def authorization(claim: Claim, number: str) -> Authorization:
    """An authorization for all services of a claim, good from a month before to two after."""
    first = claim.service_date - dt.timedelta(days=30)
    last = claim.service_date + dt.timedelta(days=60)
    return Authorization(claim.control, number, "", first, last)


def timely_filing_with_proof(desk: Desk) -> Case:
    """Denied as late, though the payer's own 277CA accepted it inside the limit."""
    case = _visit_of_old(desk)
    claim, remit = case.claims[0], case.remits[0]
    accepted = claim.submitted + dt.timedelta(days=1)
    late = claim.service_date + dt.timedelta(days=claim.payer.filing_limit_days + 9)
    remit.received = late
    remit.produced = desk.payment_day(claim.payer, late + dt.timedelta(days=12))
    deny(
        case,
        "timely_filing_with_proof",
        _LATE,
        Expect("denial/timely_filing", "yes", signal="R07"),
        Story(f"277CA of {accepted}: accepted", "the payer accepted the claim inside the limit"),
    )
    return case


def timely_filing_late(desk: Desk) -> Case:
    """Denied as late, and it was: the first submission was rejected and nobody looked."""
    case = _visit_of_old(desk)
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
        Expect("denial/timely_filing", "no", signal="R07"),
        Story(f"277CA of {rejected}: rejected", "a rejected claim is no proof of filing"),
    )
    return case


def authorization_on_file(desk: Desk) -> Case:
    """Denied for want of an authorization that stands on the claim, or at least in the office."""
    case = desk.paid_case(HOSPITAL_TOO, CONTRACTED)
    number = desk.authorization_number()
    sent = desk.rng.random() < 0.6
    case.claims[0].authorization = number if sent else ""
    case.authorizations = [authorization(case.claims[0], number)]
    remit = deny(
        case,
        "authorization_on_file",
        Reason("CO", "197"),
        Expect("denial/authorization", "yes", signal="R14"),
        Story("REF*G1 on the 837", "the authorization was obtained and sent")
        if sent
        else Story("roster/authorizations.csv", "the authorization was obtained and not sent"),
    )
    # The payer overlooked it, so its remittance does not repeat it.
    remit.claim = replace(remit.claim, authorization="")
    return case


def authorization_mismatch(desk: Desk) -> Case:
    """Denied because the authorization on the claim is not the one that was given."""
    case = desk.paid_case((menus.ORTHOPAEDICS,), CONTRACTED)
    claim = case.claims[0]
    claim.authorization = f"AUTK{desk.opened:07d}"
    case.authorizations = [authorization(claim, desk.authorization_number())]
    deny(
        case,
        "authorization_mismatch",
        Reason("CO", "198"),
        Expect("denial/authorization", "maybe", signal="R16"),
        Story("roster/authorizations.csv", "the number sent is not the one that was given"),
    )
    return case


def authorization_retroactive(desk: Desk) -> Case:
    """An emergency that could not be authorized before; the payer may do it afterwards."""
    case = desk.paid_case((menus.AMBULANCE, menus.OUTPATIENT), CONTRACTED)
    case.claims[0].authorization = ""
    deny(
        case,
        "authorization_retroactive",
        Reason("CO", "197"),
        Expect("denial/authorization", "maybe", signal="R15"),
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
        Expect("denial/eligibility", "yes", signal="R27"),
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
        Expect("denial/eligibility", "no", signal="R27"),
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
        Expect("denial/cob", "yes", signal="R10"),
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
        Expect("denial/credentialing", "maybe", signal="R26"),
        Story("roster/enrolments.csv", "enrolled before the visit"),
    )
    return case


def _visit_of_old(desk: Desk) -> Case:
    """A visit so long ago that the payer's filing limit passes while the others are billed."""
    payer = desk.rng.choice(CONTRACTED)
    with desk.earlier(payer.filing_limit_days):
        return desk.paid_case(PROFESSIONAL, (payer,))
