"""How the practice's ledger is to be read: its columns and what its local codes mean."""

from reclaim.x12.generate.ledger import CODES

_HEAD = """\
# The ledger of this practice: every amount is positive, and its code says which way it goes;
# a negative amount undoes.
system: practice
name: the practice's own export
cite: the office
file: {delimiter: ",", encoding: utf-8, header_row: 1}
columns:
  transaction_id: Trans No
  account: Account
  patient_control_number: Claim No
  line_number: Line
  local_code: Code
  local_name: Description
  amount: Amount
  posted_date: Posted
  service_date: DOS
  procedure_code: CPT
  provider: Provider
  location: Location
  payer: Payer
  reference: Check/Trace
  user: User
  reason: Reason
  approved_by: Approved By
  document: Document
  reverses: Reverses
dates: ["%m/%d/%Y"]
signs: by_kind
codes:
"""


def mapping_yaml() -> str:
    """The mapping file; it does not depend on the seed."""
    return _HEAD + "".join(f"  {code}: {_meaning(code)}\n" for code in CODES)


def _meaning(code: str) -> str:
    kind, name, category, party = CODES[code]
    parts = [f"kind: {kind}"]
    if kind == "correction":
        parts.append("effect: 1")
    if party:
        parts.append(f"party: {party}")
    if category:
        parts.append(f"category: {category}")
    return "{" + ", ".join([*parts, f"name: {name}"]) + "}"
