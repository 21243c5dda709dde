"""Compiles the kernels by reading two tiny files, so that no user waits for it: run it once."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from reclaim.x12.checks import check_batch, finish, partial
from reclaim.x12.reader import read_batches

ISA = (
    "ISA*00*          *00*          *ZZ*A              *ZZ*B              "
    "*260101*0000*^*00501*000000001*0*T*:~"
)
REMITTANCE = (
    f"{ISA}GS*HP*A*B*20260101*0000*1*X*005010X221A1~ST*835*0001~BPR*I*1*C*NON************20260101~"
    "TRN*1*1*1~N1*PR*P~N1*PE*Q*XX*1~LX*1~CLP*1*1*2*1*1*12*1~SVC*HC:1*2*1~DTM*472*20260101~"
    "CAS*PR*2*.5**3*.5~SE*11*0001~GE*1*1~IEA*1*000000001~"
)
CLAIM = (
    f"{ISA}GS*HC*A*B*20260101*0000*1*X*005010X222A1~ST*837*0001*005010X222A1~HL*1**22*0~"
    "CLM*1*2***11:B:1~HI*ABK:Z00~LX*1~SV1*HC:1*2*UN*1~DTP*472*RD8*20260101-20260102~SE*8*0001~"
    "GE*1*1~IEA*1*000000001~"
)


def warm() -> int:
    """How many segments were read to have every kernel compiled and kept for the next process."""
    read = 0
    with TemporaryDirectory() as folder:
        paths = [Path(folder, "warm.835"), Path(folder, "warm.837")]
        for path, text in zip(paths, (REMITTANCE, CLAIM), strict=True):
            path.write_text(text, "utf-8")
        partials = []
        for batch in read_batches(paths, threads=1):
            if "segments" in batch:
                check_batch(batch)
                partials.append(partial(batch))
                read += batch["segments"].height
        finish(partials)
    return read


if __name__ == "__main__":
    sys.stdout.write(f"The reader is compiled: {warm()} segments read.\n")
