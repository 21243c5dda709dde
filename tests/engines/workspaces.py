"""Workspaces for tests: made in a folder, filled with small files, and looked into."""

import datetime as dt
from pathlib import Path

import polars as pl

from reclaim.engines.workspace.config import find_workspace
from reclaim.engines.workspace.ingest import Ingested, ingest
from reclaim.engines.workspace.layout import create_workspace
from reclaim.engines.workspace.store import Store, open_store
from reclaim.pipeline.checking import checked_batches
from reclaim.schema import TABLES
from reclaim.x12.reader import READ_TABLES, Tables

DAY = dt.date(2026, 2, 3)

REMITTANCE = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         "
    "*260105*1200*^*00501*000000001*0*P*:~"
    "GS*HP*PAYER*CLINIC*20260105*1200*1*X*005010X221A1~ST*835*0001~"
    "BPR*I*300*C*CHK************20260105~TRN*1*T{number}*1512345678~"
    "N1*PR*ACME HEALTH*XV*ACME~N1*PE*RIVER CLINIC*XX*1234567893~LX*1~"
    "CLP*{number}*1*500*300*80*12*ICN{number}~CAS*CO*45*120~CAS*PR*1*80~"
    "SE*10*0001~GE*1*1~IEA*1*000000001~"
)


def new_store(folder: Path) -> Store:
    """The tables of a new workspace."""
    return open_store(create_workspace(folder))


def reopened(folder: Path) -> Store:
    """The tables as the next command finds them."""
    return open_store(find_workspace(folder))


def added(store: Store, *paths: Path, round_bytes: int = 1_000_000) -> Ingested:
    """What became of the paths."""
    return ingest(store, paths, ingested_on=DAY, round_bytes=round_bytes)


def remit_file(path: Path, number: str) -> Path:
    """A remittance of one claim, whose number is in its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(REMITTANCE.format(number=number), "utf-8")
    return path


def claims_of(store: Store) -> list[str]:
    """The claim numbers of the remittances, in order, each as often as it is there."""
    return store.scan("remit_claims").collect()["patient_control_number"].sort().to_list()


def plain_read(*paths: Path) -> Tables:
    """Every table of the files, as a read without a workspace gives them."""
    batches = list(checked_batches(paths))
    return {
        name: pl.concat([batch[name] for batch in batches if name in batch]) for name in READ_TABLES
    }


def assert_rows(store: Store, expected: Tables) -> None:
    """The tables hold these rows, each once, and no others."""
    for name, plain in expected.items():
        keys = list(TABLES[name].key)
        assert store.scan(name).collect().sort(keys).equals(plain.sort(keys)), name


def loose_files(store: Store) -> list[str]:
    """What lies in the folders of the tables and of the store without being needed."""
    needed = {uri for name in TABLES for uri in store.files(name)}
    keys = store.place.sizes("")
    parts = [key for key in keys if Path(key).match("*/*.parquet") and "_delta_log" not in key]
    state = [key for key in keys if key.startswith(".reclaim/") and key != ".reclaim/head.json"]
    return sorted([key for key in parts if store.place.uri(key) not in needed] + state)
