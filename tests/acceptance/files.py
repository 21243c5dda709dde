"""Writes an acceptance case as the X12 files that would have brought it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TypeVar

from pydantic import BaseModel

from tests.acceptance.cases import Answer, Case, Coverage, Line, Remittance, Remitted, Sent

NPI, RENDERING = "1234567893", "1881234560"
PROVIDER = f"RIVER CLINIC*****XX*{NPI}"
BIRTH = "19791224"


def files_of(case: Case) -> dict[str, str]:
    """The files of a case, by name; the case's mark stands before every number in them."""
    mark = case.mark
    files = {}
    for at, remittance in enumerate(case.remittances):
        for copy in range(1 + remittance.copies):
            files[f"remit-{at}-{copy}.835"] = _remittance(remittance, mark, at)
    for at, sent in enumerate(case.sent):
        files[f"sent-{at}.837"] = _sent(_marked(sent, mark), at)
    for at, answer in enumerate(case.answers):
        files[f"answer-{at}.277ca"] = _answer(_marked(answer, mark), at)
    for at, coverage in enumerate(case.coverages):
        files[f"coverage-{at}.271"] = _coverage(_marked(coverage, mark), at)
    return files


Document = TypeVar("Document", bound=BaseModel)
NUMBERS = ("claim", "patient", "payer_number", "replaces")


def _marked(given: Document, mark: str) -> Document:
    """The same with the mark before its numbers; each claim has a patient of its own by default."""
    stated = {name: getattr(given, name) for name in NUMBERS if name in type(given).model_fields}
    own = {"patient": stated.get("claim"), "payer_number": f"ICN{stated.get('claim')}"}
    told = {name: number or own.get(name) for name, number in stated.items()}
    return given.model_copy(
        update={name: f"{mark}-{number}" for name, number in told.items() if number}
    )


def _remittance(given: Remittance, mark: str, at: int) -> str:
    trace = f"{mark}-{given.trace or f'T{at}'}"
    body = [
        f"BPR*I*0*C*CHK************{_day(given.day)}",
        f"TRN*1*{trace}*1512345678",
        f"N1*PR*{given.payer}*XV*{payer_id(given.payer)}",
        f"N1*PE*RIVER CLINIC*XX*{NPI}",
        "LX*1",
        *(segment for claim in given.claims for segment in _remitted(_marked(claim, mark))),
    ]
    if given.taken_from_payment:
        reason, reference, amount = given.taken_from_payment.split()
        body.append(f"PLB*{NPI}*20261231*{reason}:{mark}-{reference}*{amount}")
    return _enveloped("HP", "835", "005010X221A1", body, given.day, at)


def _remitted(given: Remitted) -> Iterator[str]:
    amounts = f"{given.charge}*{given.paid}*{given.patient_owes}"
    yield f"CLP*{given.claim}*{given.status}*{amounts}*{given.plan}*{given.payer_number}*11*1"
    yield from _reasons(given.reasons)
    yield f"NM1*QC*1*{_person(given.patient)}"
    yield f"NM1*82*1*WELL*ANN****XX*{RENDERING}"
    if given.remarks:
        yield f"MOA***{given.remarks.replace(', ', '*')}"
    if given.replaces:
        yield f"REF*F8*{given.replaces}"
    yield f"DTM*232*{_day(given.on)}"
    if given.received:
        yield f"DTM*050*{_day(given.received)}"
    if given.interest:
        yield f"AMT*I*{given.interest}"
    for number_of_line, line in enumerate(given.lines, 1):
        yield f"SVC*{_code(line)}*{line.charge}*{line.paid}**{line.units}"
        yield f"DTM*472*{_day(line.on)}"
        yield from _reasons(line.reasons)
        yield f"REF*6R*{given.claim}L{number_of_line}"
        if line.stated_allowed:
            yield f"AMT*B6*{line.stated_allowed}"
        yield from (f"LQ*HE*{remark}" for remark in line.remarks.split(", ") if remark)


def _reasons(reasons: str) -> Iterator[str]:
    for reason in filter(None, reasons.split(", ")):
        code, _, amount = reason.partition(" ")
        group, _, carc = code.partition("-")
        yield f"CAS*{group}*{carc}*{amount}"


def _sent(given: Sent, at: int) -> str:
    return _enveloped(
        "HC",
        "837",
        "005010X222A1",
        [
            f"BHT*0019*00*BATCH{at}*{_day(given.day)}*1200*CH",
            "NM1*41*2*RIVER CLINIC*****46*SUB1",
            "PER*IC*DESK*TE*5550100",
            f"NM1*40*2*{given.payer}*****46*{payer_id(given.payer)}",
            "HL*1**20*1",
            f"NM1*85*2*{PROVIDER}",
            "N3*1 RIVER RD",
            "N4*SPRINGFIELD*IL*62701",
            "REF*EI*123456789",
            "HL*2*1*22*0",
            f"SBR*P*18*GRP9******{given.plan}",
            f"NM1*IL*1*{_person(given.patient)}",
            f"DMG*D8*{BIRTH}*F",
            f"NM1*PR*2*{given.payer}*****PI*{payer_id(given.payer)}",
            f"CLM*{given.claim}*{given.charge}***{given.place}:B:{given.kind}*Y*A*Y*Y",
            *([f"REF*G1*{given.authorization}"] if given.authorization else []),
            *([f"REF*F8*{given.replaces}"] if given.replaces else []),
            "HI*ABK:J069",
            f"NM1*82*1*WELL*ANN****XX*{RENDERING}",
            *(segment for line in _numbered(given.lines) for segment in _sent_line(given, *line)),
        ],
        given.day,
        at,
    )


def _numbered(lines: Sequence[Line]) -> list[tuple[int, Line]]:
    return list(enumerate(lines, 1))


def _sent_line(given: Sent, number: int, line: Line) -> Iterator[str]:
    yield f"LX*{number}"
    yield f"SV1*{_code(line)}*{line.charge}*UN*{line.units}***1"
    yield f"DTP*472*D8*{_day(line.on)}"
    yield f"REF*6R*{given.claim}L{number}"


def _answer(given: Answer, at: int) -> str:
    return _enveloped(
        "HN",
        "277",
        "005010X214",
        [
            f"BHT*0085*08*ANSWER{at}*{_day(given.day)}*1200*TH",
            "HL*1**20*1",
            f"NM1*PR*2*{given.payer}*****PI*{payer_id(given.payer)}",
            f"TRN*1*RECEIPT{at}",
            f"DTP*050*D8*{_day(given.day)}",
            "HL*2*1*21*1",
            "NM1*41*2*RIVER CLINIC*****46*SUB1",
            "TRN*2*BATCH0",
            f"STC*A1:19:PR*{_day(given.day)}*WQ*{given.charge}",
            "HL*3*2*19*1",
            f"NM1*85*2*{PROVIDER}",
            "HL*4*3*PT",
            f"NM1*QC*1*{_person(given.patient)}",
            f"TRN*2*{given.claim}",
            f"STC*{given.says}*{_day(given.day)}*WQ*{given.charge}",
            f"DTP*472*D8*{_day(given.on)}",
        ],
        given.day,
        at,
    )


def _coverage(given: Coverage, at: int) -> str:
    span = (
        f"RD8*{_day(given.since)}-{_day(given.until)}" if given.until else f"D8*{_day(given.since)}"
    )
    return _enveloped(
        "HB",
        "271",
        "005010X279A1",
        [
            f"BHT*0022*11*Q{at}*{_day(given.asked)}*1200",
            "HL*1**20*1",
            f"NM1*PR*2*{given.payer}*****PI*{payer_id(given.payer)}",
            "HL*2*1*21*1",
            f"NM1*1P*2*{PROVIDER}",
            "HL*3*2*22*0",
            f"NM1*IL*1*{_person(given.patient)}",
            f"DMG*D8*{BIRTH}*F",
            f"DTP*291*{span}",
            f"EB*{given.says}*IND*30**GOLD PLAN",
        ],
        given.asked,
        at,
    )


def payer_id(payer: str) -> str:
    """The identifier that a payer of that name uses."""
    return payer.split(maxsplit=1)[0]


def _code(line: Line) -> str:
    return "HC:" + line.code.replace("-", ":")


def _person(name: str) -> str:
    return f"LAST{name}*FIRST****MI*ID{name}"


def _day(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _enveloped(
    functional: str, code: str, version: str, body: list[str], day: dt.date, at: int
) -> str:
    control = f"{at + 1:09}"
    start = (
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       "
        f"*{_day(day)[2:]}*1200*^*00501*{control}*0*P*:"
    )
    name = f"ST*{code}*{at + 1:04}" + (f"*{version}" if code != "835" else "")
    return "~\n".join(
        [
            start,
            f"GS*{functional}*SENDER*RECEIVER*{_day(day)}*1200*{at + 1}*X*{version}",
            name,
            *body,
            f"SE*{len(body) + 2}*{at + 1:04}",
            f"GE*1*{at + 1}",
            f"IEA*1*{control}",
            "",
        ]
    )
