"""Leaks in what was done and how it was coded: duplicates, bundling, necessity, coverage."""

import datetime as dt
from dataclasses import replace

from reclaim.x12.generate import cast, menus
from reclaim.x12.generate.desk import CONTRACTED, PROFESSIONAL, Desk
from reclaim.x12.generate.leaks.access import HOSPITAL_TOO
from reclaim.x12.generate.leaks.common import Expect, Reason, Story, deny
from reclaim.x12.generate.model import Case, Document

# Column one, column two, whether a modifier is allowed; invented, in the shape of the NCCI file.
CODE_PAIRS = (
    ("29827", "29826", 1),
    ("99214", "96372", 1),
    ("20611", "20610", 1),
    ("80053", "80048", 0),
)
# Code, units a day, MAI; invented, in the shape of the MUE file.
UNIT_LIMITS = (("97110", 2, 3), ("J1030", 2, 3), ("97140", 1, 2))
_DUPLICATE = Reason("OA", "18")


def duplicate_that_is_not(desk: Desk) -> Case:
    """Denied as a duplicate; a second, distinct service with modifier 76."""
    services = (menus.Service("73562", ("RT",)), menus.Service("73562", ("RT", "76")))
    case = desk.paid_case((menus.ORTHOPAEDICS,), CONTRACTED, services)
    deny(
        case,
        "duplicate_that_is_not",
        _DUPLICATE,
        Expect("denial/duplicate", "yes", signal="R18"),
        Story("modifier 76 on the 837", "the service was repeated; line 1 is another one"),
        line_numbers=(2,),
    )
    return case


def duplicate_that_is(desk: Desk) -> Case:
    """The office sent the same claim twice; the second is rightly denied."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    first = case.claims[0]
    later = desk.sending_day(case.remits[0].produced + dt.timedelta(days=1))
    again = replace(first, submitted=later)
    case.claims.append(again)
    case.remits.append(desk.pay(again))
    deny(
        case,
        "duplicate_that_is",
        _DUPLICATE,
        Expect("denial/duplicate", "no", necessary="yes", signal="R17"),
        Story(f"paid as {case.remits[0].number}", "the first claim was paid"),
    )
    return case


def bundled_with_modifier(desk: Desk) -> Case:
    """Denied as part of another service, though the claim carries the modifier that parts them."""
    services = (menus.Service("29827", ("RT",)), menus.Service("29826", ("59", "RT")))
    if desk.rng.random() < 0.5:
        services = (menus.Service("99214", ("25",)), menus.Service("96372", ("59",)))
    settings = (menus.ORTHOPAEDICS,) if services[0].code == "29827" else (menus.CLINIC,)
    case = desk.paid_case(settings, CONTRACTED, services)
    carc, remark = desk.rng.choice((("97", "M15"), ("236", "N20")))
    deny(
        case,
        "bundled_with_modifier",
        Reason("CO", carc, (remark,)),
        Expect("denial/bundling", "maybe", signal="R19"),
        Story("reference/code_pairs.csv: 1", "the pair allows a modifier and 59 is on the line"),
        line_numbers=(2,),
    )
    return case


def bundled_for_good(desk: Desk) -> Case:
    """Denied as part of another service, and no modifier may part the two."""
    services = (menus.Service("99213", ("25",)), menus.Service("80053"), menus.Service("80048"))
    case = desk.paid_case((menus.CLINIC,), CONTRACTED, services)
    deny(
        case,
        "bundled_for_good",
        Reason("CO", "236", ("N20",)),
        Expect("denial/bundling", "no", necessary="yes", signal="R20"),
        Story("reference/code_pairs.csv: 0", "the pair is never paid apart"),
        line_numbers=(3,),
    )
    return case


def too_many_units(desk: Desk) -> Case:
    """More units than a day's limit; the record may support some limits, and never the others."""
    code, limit, indicator = desk.rng.choice(UNIT_LIMITS)
    services = (menus.Service("99213", ("25",)), menus.Service(code, (), limit + 2))
    case = desk.paid_case((menus.ORTHOPAEDICS,), CONTRACTED, services)
    absolute = indicator == 2
    deny(
        case,
        "too_many_units",
        Reason("CO", "151", ("N362",)),
        Expect("denial/medical_necessity", "no", necessary="yes", signal="R22")
        if absolute
        else Expect("denial/medical_necessity", "maybe", signal="R21"),
        Story(f"reference/unit_limits.csv: {limit}, {indicator}", "units above a day's limit"),
        line_numbers=(2,),
    )
    return case


def medical_necessity(desk: Desk) -> Case:
    """Denied as not necessary under a coverage policy that the remittance names.

    Some Medicare patients had signed a notice before, and nobody put GA on the claim.
    """
    case = desk.paid_case(HOSPITAL_TOO, (*CONTRACTED, cast.MEDICARE))
    claim = case.claims[0]
    warned = claim.payer is cast.MEDICARE and claim.form == "P" and desk.rng.random() < 0.5
    if warned:
        case.documents = [Document(claim.control, "abn", claim.service_date)]
    remark, policy = desk.rng.choice((("N115", "L00001"), ("N386", "NCD 000.1")))
    remit = deny(
        case,
        "medical_necessity",
        Reason("CO", "50", (remark,)),
        Expect("denial/medical_necessity", "maybe", signal="R24" if warned else "R23"),
        Story("documents.csv: abn", "the patient signed a notice; GA was not billed")
        if warned
        else Story(f"policy {policy}", "the record may show a covered diagnosis"),
    )
    remit.lines = tuple(replace(outcome, policy=policy) for outcome in remit.lines)
    return case


def not_covered(desk: Desk) -> Case:
    """Not covered by the plan; under PR the patient owes it, under CO it can be argued."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    line = case.claims[0].lines[-1]
    group = desk.rng.choice(("PR", "CO"))
    remark = "N130" if group == "CO" else desk.rng.choice(("N130", "N425"))
    by_patient = group == "PR"
    deny(
        case,
        "not_covered",
        Reason(group, "96", (remark,)),
        Expect(
            "patient/noncovered" if by_patient else "denial/noncovered",
            "no" if by_patient and remark == "N425" else "maybe",
            place="patient_responsibility" if by_patient else "denial",
            signal="" if by_patient else "R28",
        ),
        Story(f"group {group}, RARC {remark}", "check the benefit before it is written off"),
        line_numbers=(line.number,),
    )
    return case


def missing_data(desk: Desk) -> Case:
    """Something is missing on the claim; the remark says what, and so whose work it is."""
    case = desk.paid_case(PROFESSIONAL, (*CONTRACTED, cast.MEDICARE, cast.MEDICAID))
    remark, category, signal = desk.rng.choice(
        (
            ("M51", "denial/coding", "R13"),
            ("M76", "denial/coding", "R13"),
            ("N290", "denial/credentialing", "R13"),
            ("MA04", "denial/cob", "R10"),
        )
    )
    medicare = case.claims[0].payer is cast.MEDICARE
    remarks = (remark, "MA130") if medicare else (remark,)
    deny(
        case,
        "missing_data",
        Reason("CO", "16", remarks),
        Expect(category, "yes", signal="R12" if medicare else signal),
        Story(f"RARC {remark}", "send a corrected claim inside the filing limit"),
    )
    return case


def missing_records(desk: Desk) -> Case:
    """The payer asks for the record and denies until it has it."""
    case = desk.paid_case(PROFESSIONAL, CONTRACTED)
    claim = case.claims[0]
    if desk.rng.random() < 0.7:
        case.documents = [Document(claim.control, "record", claim.service_date)]
    deny(
        case,
        "missing_records",
        Reason("CO", "252", ("M127",)),
        Expect("denial/documentation", "yes", signal="R47"),
        Story("documents.csv: record" if case.documents else "the chart", "send the record"),
    )
    return case
