"""The planted leaks: each with its name, how many in a thousand claims, and who builds it."""

from reclaim.x12.generate.flows import Flow
from reclaim.x12.generate.leaks import access, answers, coding, posting, pricing

LEAKS = (
    Flow("hidden_denial_in_45", 14, pricing.hidden_denial_in_45),
    Flow("underpaid", 22, pricing.underpaid),
    Flow("plan_reduction_without_contract", 6, pricing.plan_reduction_without_contract),
    Flow("secondary_double_write_off", 8, pricing.secondary_double_write_off),
    Flow("sequestration_off_rate", 4, pricing.sequestration_off_rate),
    Flow("timely_filing_with_proof", 8, access.timely_filing_with_proof),
    Flow("timely_filing_late", 5, access.timely_filing_late),
    Flow("authorization_on_file", 9, access.authorization_on_file),
    Flow("authorization_mismatch", 4, access.authorization_mismatch),
    Flow("authorization_retroactive", 5, access.authorization_retroactive),
    Flow("eligibility_active", 7, access.eligibility_active),
    Flow("eligibility_ended", 4, access.eligibility_ended),
    Flow("other_payer_first", 6, access.other_payer_first),
    Flow("credentialing", 7, access.credentialing),
    Flow("duplicate_that_is_not", 6, coding.duplicate_that_is_not),
    Flow("duplicate_that_is", 5, coding.duplicate_that_is),
    Flow("bundled_with_modifier", 8, coding.bundled_with_modifier),
    Flow("bundled_for_good", 3, coding.bundled_for_good),
    Flow("too_many_units", 5, coding.too_many_units),
    Flow("medical_necessity", 9, coding.medical_necessity),
    Flow("not_covered", 8, coding.not_covered),
    Flow("missing_data", 12, coding.missing_data),
    Flow("missing_records", 6, coding.missing_records),
    Flow("orphan_reversal", 4, answers.orphan_reversal),
    Flow("missing_payment", 4, answers.missing_payment),
    Flow("hides_denials_in_45", 18, answers.hides_denials_in_45),
    Flow("copay_waived", 8, posting.copay_waived),
    Flow("wrong_category", 6, posting.wrong_category),
    Flow("small_balance", 6, posting.small_balance),
    Flow("bad_debt_without_statement", 5, posting.bad_debt_without_statement),
)
