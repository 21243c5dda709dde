"""One row a piece of an address: N3 (street) or N4 (town), of any transaction set."""

from reclaim.schema.table import Rows, Table, above, each, text

N3 = each("N3")
N4 = each("N4")
PARTY = above("NM1 N1")

TABLE = Table(
    "addresses",
    grain="one address segment (N3 or N4)",
    rows=(Rows(N3), Rows(N4)),
    in_loop=True,
    in_claim=True,
    columns=(
        text("role", "role of the party above", PARTY[1]),
        text("line_1", "street", N3[1], phi=True),
        text("line_2", "further line", N3[2], phi=True),
        text("city", "town", N4[1], phi=True),
        text("state", "state or province", N4[2]),
        text("postal_code", "ZIP code", N4[3], phi=True),
        text("country", "country", N4[4]),
        text("location_qualifier", "kind of location", N4[5]),
        text("location", "location identifier", N4[6]),
        text("subdivision", "country subdivision", N4[7]),
    ),
)
