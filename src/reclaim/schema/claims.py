"""One row a claim as the provider sent it: CLM of an 837P, 837I or 837D."""

from reclaim.schema.table import (
    Column,
    Rows,
    Table,
    above,
    below,
    cents,
    date,
    each,
    period_end,
    period_start,
    text,
)

CLM = each("CLM")
CLAIM = "2300"
BILLING = above("NM1", of="85", loops="2010AA")
BILLING_TAX = above("REF", of="EI SY", loops="2010AA")
TAXONOMY = above("PRV", loops="2000A")
SBR = above("SBR", loops="2000B")
SUBSCRIBER = above("NM1", of="IL", loops="2010BA")
SUBSCRIBER_BIRTH = above("DMG", loops="2010BA")
PAYER = above("NM1", of="PR", loops="2010BB")
PAT = above("PAT", loops="2000C")
PATIENT = above("NM1", of="QC", loops="2010CA")
PATIENT_BIRTH = above("DMG", loops="2010CA")
BILLING_PLACE = above("N4", loops="2010AA")
SERVICE_PLACE = below("N4", loops="2310E 2310C")
RENDERING_TAXONOMY = below("PRV", of="PE", loops="2310A 2310B 2310D")
RENDERING = below("NM1", of="82", loops="2310A 2310B 2310D")
REFERRING = below("NM1", of="DN", loops="2310A 2310F")
ATTENDING = below("NM1", of="71", loops="2310A")
FACILITY = below("NM1", of="77", loops="2310C 2310D 2310E")


def _reference(name: str, qualifier: str, meaning: str) -> Column:
    return text(name, meaning, below("REF", of=qualifier, loops=CLAIM)[2])


def _period(name: str, qualifier: str, meaning: str) -> tuple[Column, Column]:
    place = below("DTP", of=qualifier, loops=CLAIM)
    return (
        period_start(f"{name}_date", f"{meaning}, or its first day", place[3]),
        period_end(f"{name}_end_date", f"last day: {meaning}", place[3]),
    )


TABLE = Table(
    "claims",
    grain="one claim as sent (CLM)",
    sets=("837P", "837I", "837D"),
    rows=(Rows(CLM),),
    columns=(
        text("patient_control_number", "the provider's claim number", CLM[1]),
        cents("charge_cents", "total charge", CLM[2]),
        text("filing_code", "claim filing indicator of early versions", CLM[3]),
        text("claim_type", "non-institutional claim type of early versions", CLM[4]),
        text("facility_type", "place of service, or first two digits of the bill type", CLM[5, 1]),
        text("facility_qualifier", "B place of service, A bill type", CLM[5, 2]),
        text("frequency", "1 original, 7 replacement, 8 void", CLM[5, 3]),
        text("signature_on_file", "provider's signature", CLM[6]),
        text("assignment", "A assigned, B lab only, C not assigned", CLM[7]),
        text("benefits_assigned", "benefits assigned to the provider", CLM[8]),
        text("release_of_information", "release of information", CLM[9]),
        text("patient_signature", "how the patient's signature was had", CLM[10]),
        text("cause", "AA auto, EM employment, OA other accident", CLM[11, 1]),
        text("cause_2", "second related cause", CLM[11, 2]),
        text("cause_3", "third related cause", CLM[11, 3]),
        text("accident_state", "state of an auto accident", CLM[11, 4]),
        text("special_program", "special program", CLM[12]),
        text("delay_reason", "why the claim is late", CLM[20]),
        *_period("statement", "434", "statement period"),
        *_period("admission", "435", "admission"),
        *_period("discharge", "096", "discharge time or date"),
        *_period("service", "472", "service (dental)"),
        *_period("onset", "431", "onset of the illness"),
        *_period("accident", "439", "accident"),
        _reference("original_claim_number", "F8", "payer's number of the claim this one replaces"),
        _reference("authorization_number", "G1", "prior authorization"),
        _reference("referral_number", "9F", "referral"),
        _reference("clearinghouse_number", "D9", "the clearinghouse's claim number"),
        _reference("medical_record_number", "EA", "medical record"),
        text("admission_type", "institutional admission type", below("CL1", loops=CLAIM)[1]),
        text("admission_source", "institutional point of origin", below("CL1", loops=CLAIM)[2]),
        text("patient_status", "discharge status", below("CL1", loops=CLAIM)[3]),
        cents("patient_paid_cents", "paid by the patient", below("AMT", of="F5", loops=CLAIM)[2]),
        text("billing_name", "billing provider", BILLING[3]),
        text("billing_id", "billing provider's NPI", BILLING[9]),
        text("billing_tax_id", "billing provider's tax id", BILLING_TAX[2], phi=True),
        text("billing_zip", "ZIP code of the billing provider", BILLING_PLACE[3]),
        text("billing_taxonomy", "billing provider's specialty", TAXONOMY[3]),
        text("payer_order", "P primary, S secondary, T tertiary", SBR[1]),
        text("subscriber_relationship", "18 self", SBR[2]),
        text("group_number", "insured group", SBR[3]),
        text("group_name", "name of the group or plan", SBR[4]),
        text("filing_indicator", "kind of plan: 12 PPO, HM HMO, MB Medicare B", SBR[9]),
        text("subscriber_last_name", "subscriber", SUBSCRIBER[3], phi=True),
        text("subscriber_first_name", "subscriber", SUBSCRIBER[4], phi=True),
        text("subscriber_id", "member id", SUBSCRIBER[9], phi=True),
        text("patient_relationship", "patient's relationship to the subscriber", PAT[1], SBR[2]),
        text("patient_last_name", "patient", PATIENT[3], SUBSCRIBER[3].without(PATIENT), phi=True),
        text("patient_first_name", "patient", PATIENT[4], SUBSCRIBER[4].without(PATIENT), phi=True),
        date(
            "patient_birth_date",
            "patient's birth date",
            PATIENT_BIRTH[2],
            SUBSCRIBER_BIRTH[2].without(PATIENT),
            phi=True,
        ),
        text("patient_sex", "F, M, U", PATIENT_BIRTH[3], SUBSCRIBER_BIRTH[3].without(PATIENT)),
        text("payer_name", "payer the claim goes to", PAYER[3]),
        text("payer_id", "payer's identifier", PAYER[9]),
        text("rendering_id", "rendering provider's NPI", RENDERING[9]),
        text("rendering_taxonomy", "rendering provider's specialty", RENDERING_TAXONOMY[3]),
        text("referring_id", "referring provider's NPI", REFERRING[9]),
        text("attending_id", "attending provider's NPI", ATTENDING[9]),
        text("facility_id", "service facility's NPI", FACILITY[9]),
        text("service_zip", "ZIP code of the pickup or of the service facility", SERVICE_PLACE[3]),
    ),
)
