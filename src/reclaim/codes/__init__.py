"""Adjustment, remark and provider-level codes: their dates, their defaults, the value on a day."""

from reclaim.codes.sets import (
    PLACES,
    allowed_roles,
    carcs,
    categories,
    groups,
    plbs,
    rarcs,
    write_off_categories,
)
from reclaim.codes.standing import in_force, standing

__all__ = [
    "PLACES",
    "allowed_roles",
    "carcs",
    "categories",
    "groups",
    "in_force",
    "plbs",
    "rarcs",
    "standing",
    "write_off_categories",
]
