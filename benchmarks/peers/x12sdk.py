"""x12sdk: one row a service line, from the claims of its typed models."""

import sys
from pathlib import Path
from typing import Any

from x12sdk.io import X12ModelReader

from benchmarks.cost import report


def rows(path: Path) -> int:
    """How many service lines were read, each with its claim's and its own amounts and reasons."""
    found: list[tuple[Any, ...]] = []
    with X12ModelReader(str(path)) as reader:
        for transaction in reader.models():
            for claim in transaction.claims():
                of_claim = (claim.patient_control_number, claim.charge, claim.paid)
                for line in claim.service_lines:
                    own = line.svc_segment
                    found.append(
                        (
                            *of_claim,
                            own.composite_medical_procedure_identifier_1,
                            own.line_item_charge_amount,
                            own.line_item_provider_payment_amount,
                            *(line.cas_segment or []),
                        )
                    )
    return len(found)


if __name__ == "__main__":
    report(lambda: rows(Path(sys.argv[1])))
