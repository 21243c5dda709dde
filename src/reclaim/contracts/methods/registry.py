"""Which function prices by which method of the contract language."""

from reclaim.contracts.methods.ambulance import ambulance
from reclaim.contracts.methods.anesthesia import anesthesia
from reclaim.contracts.methods.asc_groups import asc_groups
from reclaim.contracts.methods.case_rate import case_rate
from reclaim.contracts.methods.drg import drg
from reclaim.contracts.methods.fee_schedule import fee_schedule
from reclaim.contracts.methods.method import ClaimMethod, Method
from reclaim.contracts.methods.per_diem import per_diem
from reclaim.contracts.methods.simple import (
    capitation,
    flat,
    not_covered,
    percent_of_charges,
    unpriced,
)
from reclaim.contracts.model.prices import (
    Ambulance,
    Anesthesia,
    AscGroups,
    Capitation,
    CaseRate,
    Drg,
    FeeSchedule,
    Flat,
    NotCovered,
    PercentOfCharges,
    PerDiem,
    Price,
    Unpriced,
)

METHODS: dict[type[Price], Method] = {
    FeeSchedule: fee_schedule,
    PercentOfCharges: percent_of_charges,
    Flat: flat,
    Anesthesia: anesthesia,
    Ambulance: ambulance,
    AscGroups: asc_groups,
    Capitation: capitation,
    NotCovered: not_covered,
    Unpriced: unpriced,
}
"""Methods that price lines."""

CLAIM_METHODS: dict[type[Price], ClaimMethod] = {Drg: drg, PerDiem: per_diem, CaseRate: case_rate}
"""Methods that price whole claims."""
