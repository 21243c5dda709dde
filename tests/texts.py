"""Small X12 texts for tests, with invented people whose names no output may show."""

SECRETS = ("PLANTEDLAST", "PLANTEDFIRST", "W123SECRET", "19791224")
"""The name, member id and birth date in the texts below."""

_ISA = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       "
    "*260105*1200*^*00501*000000001*0*P*:"
)

_REMIT = """\
BPR*I*{paid}*C*CHK************20260105
TRN*1*CHECK77*1512345678
N1*PR*ACME HEALTH*XV*ACME1
N1*PE*RIVER CLINIC*XX*1234567893
LX*1
CLP*A1*1*200*120*20*12*ICN1*11*1
NM1*QC*1*PLANTEDLAST*PLANTEDFIRST****MI*W123SECRET
SVC*HC:99213:25*150*100**1
DTM*472*20251220
CAS*CO*45*30
CAS*PR*3*20
SVC*HC:87880*50*20**1
DTM*472*20251220
CAS*CO*97*30
LQ*HE*M15
CLP*A2*4*80*0**12*ICN2*11*1
NM1*QC*1*PLANTEDLAST*PLANTEDFIRST****MI*W123SECRET
SVC*HC:99214*80*0**1
DTM*472*20251221
CAS*CO*29*{timely}"""

_CLAIM = """\
BHT*0019*00*BATCH1*20251222*1200*CH
NM1*41*2*RIVER CLINIC*****46*SUB1
PER*IC*DESK*TE*5550100
NM1*40*2*ACME HEALTH*****46*ACME1
HL*1**20*1
PRV*BI*PXC*207Q00000X
NM1*85*2*RIVER CLINIC*****XX*1234567893
N3*1 RIVER RD
N4*SPRINGFIELD*IL*62701
REF*EI*123456789
HL*2*1*22*0
SBR*P*18*GRP9******12
NM1*IL*1*PLANTEDLAST*PLANTEDFIRST****MI*W123SECRET
N3*9 HILL ST
N4*SPRINGFIELD*IL*62701
DMG*D8*19791224*F
NM1*PR*2*ACME HEALTH*****PI*ACME1
CLM*A1*200***11:B:1*Y*A*Y*Y
HI*ABK:J069*ABF:R05
LX*1
SV1*HC:99213:25*150*UN*1***1
DTP*472*D8*20251220
LX*2
SV1*HC:87880*50*UN*1***1
DTP*472*D8*20251220"""


_ANSWERS = """\
BHT*0085*08*BATCH1*20251223*1200*TH
HL*1**20*1
NM1*PR*2*ACME HEALTH*****PI*ACME1
TRN*1*RECEIPT1
DTP*050*D8*20251223
DTP*009*D8*20251223
HL*2*1*21*1
NM1*41*2*RIVER CLINIC*****46*SUB1
TRN*2*BATCH1
STC*A1:19:PR*20251223*WQ*200
HL*3*2*19*1
NM1*85*2*RIVER CLINIC*****XX*1234567893
HL*4*3*PT
NM1*QC*1*PLANTEDLAST*PLANTEDFIRST****MI*W123SECRET
TRN*2*A1
STC*A7:562:85*20251223*U*200
DTP*472*D8*20251220"""

_RECEIPT = """\
AK1*HC*1*005010X222A1
AK2*837*0001*005010X222A1
IK5*A
AK9*A*1*1*1"""

_COVERAGE = """\
BHT*0022*11*Q1*20251201*1200
HL*1**20*1
NM1*PR*2*ACME HEALTH*****PI*ACME1
HL*2*1*21*1
NM1*1P*2*RIVER CLINIC*****XX*1234567893
HL*3*2*22*0
NM1*IL*1*PLANTEDLAST*PLANTEDFIRST****MI*W123SECRET
DMG*D8*19791224*F
EB*1*IND*30**GOLD PLAN
EB*B*IND*98****25"""


def remit(*, paid: str = "120", timely: str = "80") -> str:
    """A balanced 835 with claims A1 (two lines) and A2 (denied); the amounts given may break it."""
    return _enveloped("HP", "835", "005010X221A1", _REMIT.format(paid=paid, timely=timely))


def claim() -> str:
    """An 837P with claim A1, the one that `remit` pays."""
    return _enveloped("HC", "837", "005010X222A1", _CLAIM)


def claim_answers() -> str:
    """A 277CA that rejects claim A1."""
    return _enveloped("HN", "277", "005010X214", _ANSWERS)


def claim_receipt() -> str:
    """A 999 that accepts the transaction of `claim`."""
    return _enveloped("FA", "999", "005010X231A1", _RECEIPT)


def coverage() -> str:
    """A 271: active, with a copay of 25 dollars."""
    return _enveloped("HB", "271", "005010X279A1", _COVERAGE)


def _enveloped(functional: str, code: str, version: str, body: str) -> str:
    lines = body.splitlines()
    st = f"ST*{code}*0001" + (f"*{version}" if code != "835" else "")
    return "~\n".join(
        [
            _ISA,
            f"GS*{functional}*SENDER*RECEIVER*20260105*1200*1*X*{version}",
            st,
            *lines,
            f"SE*{len(lines) + 2}*0001",
            "GE*1*1",
            "IEA*1*000000001",
            "",
        ]
    )
