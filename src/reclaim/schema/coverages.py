"""One row a benefit, or a refusal to answer: EB or AAA of a 271."""

from reclaim.schema.table import (
    Rows,
    Table,
    above,
    below,
    cents,
    date,
    each,
    number,
    period_end,
    period_start,
    text,
)

EB = each("EB")
AAA = each("AAA")
TRN = above("TRN", loops="2000C 2000D 2100C 2100D")
PAYER = above("NM1", loops="2100A")
PROVIDER = above("NM1", loops="2100B")
SUBSCRIBER = above("NM1", of="IL", loops="2100C")
DEPENDENT = above("NM1", of="03", loops="2100D")
SUBSCRIBER_BIRTH = above("DMG", loops="2100C")
DEPENDENT_BIRTH = above("DMG", loops="2100D")
PLAN_DATES = [
    above("DTP", of=qualifiers, loops=loop)[3]
    for loop in ("2100D", "2100C")
    for qualifiers in ("291", "307", "346 356")
]
BENEFIT = "2110C 2110D"
BENEFIT_DATE = below("DTP", loops=BENEFIT)
MESSAGE = below("MSG", loops=BENEFIT)

TABLE = Table(
    "coverages",
    grain="one benefit (EB) or refusal (AAA)",
    sets=("271",),
    rows=(Rows(EB), Rows(AAA)),
    in_loop=True,
    columns=(
        text(
            "benefit_code",
            "1 active, 6 inactive, A coinsurance, B copay, C deductible, I not covered",
            EB[1],
        ),
        text("coverage_level", "IND individual, FAM family", EB[2]),
        text("service_types", "service type codes, as sent", EB[3]),
        text("insurance_type", "kind of plan", EB[4]),
        text("plan_name", "name of the plan", EB[5]),
        text("time_period", "period of the benefit", EB[6]),
        cents("benefit_cents", "amount of the benefit", EB[7]),
        number("benefit_percent", "share as a fraction: 0.2 is 20 percent", EB[8]),
        text("quantity_qualifier", "what the quantity counts", EB[9]),
        number("quantity", "quantity", EB[10]),
        text("authorization_required", "Y, N, U unknown", EB[11]),
        text("in_network", "Y, N, U unknown, W does not matter", EB[12]),
        text("procedure", "procedure (composite, as sent)", EB[13]),
        text("answered", "AAA: N means that the request could not be answered", AAA[1]),
        text("reject_reason", "AAA: why", AAA[3]),
        text("follow_up", "AAA: what to do", AAA[4]),
        period_start(
            "benefit_date", "the day, or the first of the benefit's period", BENEFIT_DATE[3]
        ),
        period_end("benefit_end_date", "last day of the benefit's period", BENEFIT_DATE[3]),
        period_start("plan_date", "the day, or the first of the plan's period", *PLAN_DATES),
        period_end("plan_end_date", "last day of the plan's period", *PLAN_DATES),
        text("message", "free text", MESSAGE[1]),
        text("trace_number", "trace number of the question", TRN[2]),
        text("payer_name", "payer that answers", PAYER[3]),
        text("payer_id", "its identifier", PAYER[9]),
        text("provider_id", "who asked", PROVIDER[9]),
        text("subscriber_last_name", "subscriber", SUBSCRIBER[3], phi=True),
        text("subscriber_first_name", "subscriber", SUBSCRIBER[4], phi=True),
        text("subscriber_id", "member id", SUBSCRIBER[9], phi=True),
        text(
            "patient_last_name", "patient", DEPENDENT[3], SUBSCRIBER[3].without(DEPENDENT), phi=True
        ),
        text(
            "patient_first_name",
            "patient",
            DEPENDENT[4],
            SUBSCRIBER[4].without(DEPENDENT),
            phi=True,
        ),
        date(
            "patient_birth_date",
            "patient's birth date",
            DEPENDENT_BIRTH[2],
            SUBSCRIBER_BIRTH[2].without(DEPENDENT),
            phi=True,
        ),
    ),
)
