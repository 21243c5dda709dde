"""Which documents belong together: claims as sent, their receipts, and what payers answered."""

from reclaim.matching.claims import claim_links
from reclaim.matching.lines import line_links
from reclaim.matching.states import states_as_links
from reclaim.matching.tables import COLUMNS, LinkTables

__all__ = ["COLUMNS", "LinkTables", "claim_links", "line_links", "states_as_links"]
