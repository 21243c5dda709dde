"""The wrong postings that are planted: how many in a thousand visits, how, and found as what."""

from collections.abc import Callable
from dataclasses import dataclass

from reclaim.x12.generate.books.book import Book
from reclaim.x12.generate.leaks import posted_control, posted_insurer, posted_patient

Plant = Callable[[Book], bool]


@dataclass(frozen=True)
class WrongPosting:
    """A way to post wrongly: `plant` does so in a book where it fits, and says whether it did.

    `least`: so many at least, where there is any; a pattern needs more than one.
    """

    name: str
    share: int
    plant: Plant
    least: int = 1


# What few visits fit comes first.
WRONG_POSTINGS = (
    WrongPosting("plb_ignored", 2, posted_insurer.plb_ignored),
    WrongPosting("negative_co_flipped", 3, posted_insurer.negative_co_flipped),
    WrongPosting("credit_closed_by_write_off", 3, posted_patient.credit_closed_by_write_off),
    WrongPosting("secondary_never_billed", 4, posted_patient.secondary_never_billed),
    WrongPosting("denied_then_paid", 5, posted_insurer.denied_then_paid_not_reversed),
    WrongPosting("reversed_when_paid", 3, posted_insurer.write_off_reversed_when_paid),
    WrongPosting("autopost_all_co", 5, posted_insurer.autopost_all_co),
    WrongPosting("contractual_above_contract", 11, posted_insurer.contractual_above_contract),
    WrongPosting("hidden_denial_as_contractual", 12, posted_insurer.hidden_denial_as_contractual),
    WrongPosting("written_off_appeal_pending", 4, posted_insurer.written_off_appeal_pending),
    WrongPosting("written_off_in_appeal_window", 22, posted_insurer.written_off_in_appeal_window),
    WrongPosting("write_off_without_remittance", 4, posted_insurer.write_off_without_remittance),
    WrongPosting("just_under_limit", 8, posted_control.just_under_limit, least=12),
    WrongPosting("one_day", 10, posted_control.one_day, least=15),
    WrongPosting("bad_debt_after_payment", 3, posted_patient.bad_debt_after_recent_payment),
    WrongPosting("posted_in_closed_period", 3, posted_control.posted_in_closed_period),
    WrongPosting("small_balance_above", 4, posted_patient.small_balance_above_threshold),
    WrongPosting("bad_debt_too_early", 6, posted_patient.bad_debt_too_early),
    WrongPosting("over_user_limit", 3, posted_control.over_user_limit),
    WrongPosting("write_off_unapproved", 5, posted_control.write_off_unapproved),
    WrongPosting("write_off_undocumented", 4, posted_control.write_off_undocumented),
    WrongPosting("write_off_reversed_later", 3, posted_control.write_off_reversed_later),
    WrongPosting("share_without_hardship", 6, posted_patient.share_without_hardship_record),
    WrongPosting("duplicate_write_off", 6, posted_insurer.duplicate_write_off),
    WrongPosting("contractual_billed", 4, posted_insurer.contractual_billed_to_patient),
)

KINDS: dict[str, str] = {
    "contractual_billed_to_patient": "balance_billed",
    "copay_waived": "share_without_hardship_record",
    "credit_closed_by_write_off": "credit_closed",
    "small_balance": "small_balance_not_held",
    "written_off_appeal_pending": "appeal_pending",
    "written_off_in_appeal_window": "appeal_window_open",
}
"""What a leak is found as, where that is not its own name."""
