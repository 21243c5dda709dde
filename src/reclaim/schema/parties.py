"""One row a person or organisation: NM1 or N1, of any transaction set."""

from reclaim.schema.table import Rows, Table, below, date, each, text

NM1 = each("NM1")
N1 = each("N1")
DMG = below("DMG")

TABLE = Table(
    "parties",
    grain="one party (NM1 or N1)",
    rows=(Rows(NM1), Rows(N1)),
    in_loop=True,
    in_claim=True,
    columns=(
        text(
            "role",
            "QC patient, IL insured, PR payer, PE payee, 85 billing, 82 rendering",
            NM1[1],
            N1[1],
        ),
        text("entity_type", "1 person, 2 organisation", NM1[2]),
        text("name", "last name, or the organisation's name", NM1[3], N1[2], phi=True),
        text("first_name", "first name", NM1[4], phi=True),
        text("middle_name", "middle name", NM1[5], phi=True),
        text("prefix", "name prefix", NM1[6]),
        text("suffix", "name suffix", NM1[7]),
        text("id_qualifier", "XX NPI, MI member id, PI payer id, FI tax id", NM1[8], N1[3]),
        text("id", "identifier", NM1[9], N1[4], phi=True),
        text("relationship", "relationship code", NM1[10], N1[5]),
        text("related_role", "second entity code", NM1[11], N1[6]),
        text("second_name", "further last name or organisation", NM1[12], phi=True),
        date("birth_date", "birth date", DMG[2], phi=True),
        text("sex", "F, M, U", DMG[3]),
    ),
)
