"""Other programs open the tables as they are; the notebook that shows how is run."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from reclaim.engines.workspace.audits import record_audit
from reclaim.engines.workspace.store import Store
from reclaim.schema import TABLES
from tests.engines.workspaces import added, new_store, remit_file

NOTEBOOK = Path(__file__).resolve().parents[3] / "examples" / "open_the_tables.ipynb"

PLAIN = {pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32()}
LISTS = {pa.list_(pa.field("element", kind)) for kind in (pa.string(), pa.int64())}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A workspace with two claims, and a finding with codes in a list."""
    store = new_store(tmp_path / "w")
    added(store, remit_file(tmp_path / "a.835", "A1"), remit_file(tmp_path / "b.835", "A2"))
    finding = pl.DataFrame({"claim_id": ["c"], "status": ["open"], "procedure_codes": [["99213"]]})
    rows = pl.concat([TABLES["findings"].empty(), finding], how="diagonal")
    with record_audit(store, as_of=dt.date(2026, 2, 3), files=2, claims=2) as change:
        change.replace("findings", rows, of=None)
    return store


def test_every_version_of_delta_reads_the_tables(store: Store) -> None:
    """Neither deletion vectors nor column mapping: the first protocol, readable by all."""
    for name in TABLES:
        table = DeltaTable(store.place.uri(name))
        protocol = table.protocol()
        assert (protocol.min_reader_version, protocol.min_writer_version) == (1, 2)
        assert not protocol.reader_features
        assert not protocol.writer_features
        assert not [field for field in table.schema().fields if field.metadata]


def test_the_files_hold_only_types_that_every_reader_knows(store: Store) -> None:
    seen = set()
    for name in TABLES:
        for uri in store.files(name):
            seen |= set(pq.read_schema(uri).types)
    assert seen - PLAIN - LISTS == set()
    assert seen & LISTS


def test_polars_reads_them_without_reclaim(store: Store) -> None:
    for name, table in TABLES.items():
        read = pl.scan_delta(store.place.uri(name)).collect()
        assert read.schema == table.polars_schema
        assert read.equals(store.scan(name).collect())


def test_duckdb_reads_the_files(store: Store) -> None:
    files = store.files("remit_claims")
    rows = duckdb.read_parquet(files).project("patient_control_number, charge_cents")
    assert sorted(rows.fetchall()) == [("A1", 50_000), ("A2", 50_000)]
    listed = duckdb.read_parquet(store.files("findings")).project("procedure_codes")
    assert listed.fetchall() == [(["99213"],)]


def test_the_notebook_runs(store: Store) -> None:
    """All but the cells marked optional, in order, as a person would run them."""
    known: dict[str, Any] = {}
    for source in cells():
        exec(source, known)  # noqa: S102  our own notebook
        known["WORKSPACE"] = str(Path(store.place.uri("")).parent)
    assert known["by_payer"].rows() == [("ACME HEALTH", 2, 100_000, 60_000)]
    assert known["worklist"]["claim_id"].to_list() == ["c"]
    assert known["by_code"].rows() == [("CO", "45", 2, 24_000), ("PR", "1", 2, 16_000)]
    assert known["audits"]["claims"].to_list() == [2]
    assert known["first"].is_empty()


def cells() -> list[str]:
    """The code of the notebook's cells, but for the optional ones."""
    found = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    code = [cell for cell in found if cell["cell_type"] == "code"]
    kept = [cell for cell in code if "optional" not in cell["metadata"].get("tags", ())]
    assert len(kept) == len(code) - 1
    return ["".join(cell["source"]) for cell in kept]
