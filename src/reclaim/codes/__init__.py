"""Adjustment, remark and provider-level codes: their dates, their defaults, the value on a day."""
