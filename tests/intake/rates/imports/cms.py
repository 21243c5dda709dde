"""Makes files as CMS publishes them, with a few codes and made-up descriptions."""

from collections.abc import Sequence
from pathlib import Path

VALUES_2025 = """\
,,2025 National Physician Fee Schedule Relative Value File {month} Release,,,,,,,,,,,,,,,,,,,,,,,,
,,A notice of rights,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,,RELEASED 09/11/2025,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,, , ,,,,,,,,,,,,,,,,,,,,,,,,,NON-FACILITY,FACILITY,
,,,,NOT USED,,,,,,,,,,,,,,,,,,,,,PHYSICIAN,,DIAGNOSTIC,PE USED,PE USED,MP USED
,,,,FOR,,,NON-FAC,,FACILITY ,,,,,,,,,,,,,,,,SUPERVISION OF,,IMAGING,FOR OPPS,FOR OPPS,FOR OPPS
,,,STATUS,MEDICARE ,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,\
MULT,BILAT,ASST,CO-,TEAM,ENDO,CONV,DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,\
OP,OP,OP,PROC,SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT
"""
"""The header of a year: names stand in up to five lines."""

VALUES_2026 = (
    VALUES_2025.replace("2025 National", "2026 National")
    .replace(",TEAM,ENDO,", ",TEAM,PRIC,ENDO,")
    .replace("SURG,SURG,BASE,", "SURG,SURG,IND,BASE,")
    .replace(",NON-FACILITY,FACILITY,\n", ",,NON-FACILITY,FACILITY,\n")
    .replace(",PHYSICIAN,", ",,PHYSICIAN,")
    .replace(",SUPERVISION OF,", ",,SUPERVISION OF,")
)
"""A year later there is one column more before the factor."""

VALUES_ROWS_2025 = tuple(
    """\
99213,,"A visit, made up",A,,1.30,1.35,,0.57,,0.10,2.75,1.97,0,XXX,0.00,0.00,0.00,0,0,0,0,0,,\
32.3465,09,0,99,0.00,0.00,0.00
29807,,A procedure,A,,14.67,13.91,NA,13.91,,2.89,31.47,31.47,0,090,0.10,0.69,0.21,3,1,1,1,0,29805,\
32.3465,09,0,99,0.00,0.00,0.00
71046,TC,A picture,A,,0.00,0.69,,0.69,NA,0.01,0.70,0.70,1,XXX,0.00,0.00,0.00,4,0,0,0,0,,\
32.3465,01,0,88,2.68,2.68,0.04
""".splitlines()
)
VALUES_ROWS_2026 = tuple(
    row.replace("32.3465", "33.4009")
    .replace(",0,,33", ",0,9,,33")
    .replace(",0,29805,", ",0,9,29805,")
    for row in VALUES_ROWS_2025
)

GPCI_2025 = """\
ADDENDUM E. A TITLE,,,,,,
,,,,,,
Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,\
2025 PW GPCI (with 1.0 Floor),2025 PE GPCI,2025 MP GPCI
02102,AK,01,ALASKA*,1.5,1.081,0.592
01112,CA,54,"BAKERSFIELD, KERN",1.017,1.093,0.662
,,,,,,
"Assignments as of some day",,,,,,
*A note,,,,,,
"""
GPCI_2026 = GPCI_2025.replace("2025 PW GPCI (with 1.0 Floor)", "2026 PW GPCI (with 1.0 Floor)***")
GPCI_2026 = GPCI_2026.replace("2025 ", "2026 ").replace("1.5,", "1.500,")

ANES = """\
Contractor,Locality,Locality Name,National Anes CF of 20.3178
02102 ,01 ,ALASKA*,27.86
01112 ,54 ,BAKERSFIELD,20.12
,,,
"""

CLFS = """\
2026 Clinical Laboratory Fee Schedule,,,,,,,,
A notice of rights,,,,,,,,
,,,,,,,,
YEAR,HCPCS,MOD,EFF_DATE,INDICATOR,RATE,SHORTDESC,LONGDESC,EXTENDEDLONGDESC
2026,80053,,20260101,N,10.56,Made up,Made up,"Made up, at length"
2026,80053,QW,20260101,N,10.56,Made up,Made up,Made up
2026,0001U,,20260401,N,720.00,Made up,Made up,Made up
2026,36415,,20240701,N,9.09,Made up,Made up,Made up
2026,P9603,,20260101,L,0.00,Made up,Made up,Made up
2026,0002U,,20260101,N,0.00,Made up,Made up,Made up
"""

ASC = """\
Addendum AA. A title,,,,,,
A notice of rights,,,,,,
,,,,,,
HCPCS Code,,Short Descriptor,Subject to Multiple Procedure Discounting,\
April 2026 Payment Indicator,April 2026  Payment Weight  ,April 2026 Payment Rate
64628,,Made up,Y,J8,175.6211,"$9,891.33 "
66984,,Made up,Y,A2,21.1,"$1,188.40 "
00001,,Made up,N,N1,,
K0001,,Made up,N,K7,,
"""


def written(folder: Path, name: str, text: str, rows: Sequence[str] = ()) -> Path:
    """A file with this text and these rows below it."""
    path = folder / name
    path.write_text("\n".join([text.rstrip("\n"), *rows]) + "\n", encoding="utf-8")
    return path
