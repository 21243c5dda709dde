"""What an import gave is read back as a contract would read it."""

from pathlib import Path

from reclaim.intake.rates.imports.filters import Names
from reclaim.intake.rates.imports.hospital import read_hospital
from reclaim.intake.rates.imports.save import save_imported
from reclaim.intake.rates.read import read_rate_table
from tests.intake.rates.imports.hospital_files import CHARGES, tall, without


def test_tables_stand_where_the_terms_say_and_can_be_priced_by(tmp_path: Path) -> None:
    source = tmp_path / "west.csv"
    source.write_text(tall([*CHARGES, without(CHARGES[2], dollar="1800")]), encoding="utf-8")
    found = read_hospital(source, payers=Names(("harbor",)), name="west")
    written = save_imported(found, "west", tmp_path / "contracts")
    names = [path.relative_to(tmp_path / "contracts").as_posix() for path in written]
    assert names == [
        "rates/west-inpatient.csv",
        "rates/west-outpatient.csv",
        "rates/west.proposed.yaml",
    ]
    for path in written[:2]:
        assert f"schedule: {path.relative_to(tmp_path / 'contracts').as_posix()}" in found.terms
        part = path.stem.removeprefix("west-")
        assert read_rate_table("rates", path).height == found.tables[part].height
