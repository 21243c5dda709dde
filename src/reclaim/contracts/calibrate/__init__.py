"""Calibration: where a contract and the payments under it differ, and what may be the cause."""

from reclaim.contracts.calibrate.calibration import calibrate
from reclaim.contracts.calibrate.change import Change, Edit, apply_change, change_yaml
from reclaim.contracts.calibrate.lookups import Alternatives, alternatives_of
from reclaim.contracts.calibrate.proposals import Calibration, Proposal
from reclaim.contracts.calibrate.words import calibration_words

__all__ = [
    "Alternatives",
    "Calibration",
    "Change",
    "Edit",
    "Proposal",
    "alternatives_of",
    "apply_change",
    "calibrate",
    "calibration_words",
    "change_yaml",
]
