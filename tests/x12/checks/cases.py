"""What the checks find in a text, and two whole files in which they must find nothing."""

import polars as pl

from reclaim.x12.checks import check_batch, finish, partial
from tests.x12.frames import frames

ISA = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         "
    "*261123*1200*^*00501*000000001*0*P*:~"
)

REMITTANCE = f"""{ISA}
GS*HP*P*C*20261123*1200*7*X*005010X221A1~
ST*835*0001~
BPR*I*500*C*CHK************20261123~
TRN*1*99*1123~
N1*PR*GREAT PAYER~
N1*PE*CLINIC*XX*1234567893~
LX*1~
CLP*A17*1*500*400*20*12*P1~
NM1*QC*1*DOE*JANE~
SVC*HC:99213*300*250~
CAS*CO*45*30~
CAS*PR*1*10*1*2*10~
AMT*B6*250~
LQ*HE*N130~
SVC*HC:99214*200*150~
CAS*CO*16*50~
LQ*HE*M20~
CAS*PR*2*0~
CLP*A18*22*-100*-80*-20*12*P2~
CAS*PR*1*-20~
CLP*A19*2*100*80*0*12*P3~
CAS*OA*23*20~
MOA***MA01~
CLP*A20*25*100*0*0*12*P4~
CAS*OA*101*100~
CLP*A21*4*90*0*0*12*P5~
CAS*CO*29*90~
PLB*1234567893*20261231*WO:P2*-100*L6*0~
SE*28*0001~
GE*1*7~
IEA*1*000000001~"""

CLAIMS = f"""{ISA}
GS*HC*C*P*20261123*1200*8*X*005010X222A1~
ST*837*0001~
BHT*0019*00*1*20261123*1200*CH~
HL*1**20*1~
NM1*85*2*CLINIC*****XX*1234567893~
HL*2*1*22*0~
SBR*P*18*******MB~
NM1*IL*1*DOE*JANE****MI*W123~
CLM*A17*500***11:B:1*Y*A*Y*Y~
HI*ABK:I10~
LX*1~
SV1*HC:99213*300*UN*1***1~
DTP*472*D8*20261101~
LX*2~
SV1*HC:99214*200*UN*1***1~
SE*15*0001~
GE*1*8~
IEA*1*000000001~"""


def found(text: str) -> pl.DataFrame:
    """All problems of a file that comes in one batch."""
    tables = frames(text)
    return pl.concat([check_batch(tables), finish([partial(tables)])])


def codes(text: str) -> list[str]:
    return found(text)["code"].to_list()


def detail(text: str, code: str) -> str:
    """The words of the only problem of its code."""
    return str(found(text).filter(code=code)["detail"].item())
