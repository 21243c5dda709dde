"""Audits acceptance cases, those with the same day and practice at once, and keeps them apart."""

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from reclaim.cli.practice import known
from reclaim.engines.local import audit
from reclaim.pipeline.checking import checked_batches
from reclaim.report.explain import Explainer, plain_lines, rules_of
from reclaim.schema.claim_states import claim_id
from tests.acceptance.books import books_of
from tests.acceptance.cases import Case, cases
from tests.acceptance.files import files_of
from tests.engines.audits import assert_conserved
from tests.report.redone import assert_redone

Tables = dict[str, pl.DataFrame]
Group = tuple[str, ...]

CODE = pl.concat_str("group_code", pl.lit("-"), "carc").fill_null("").alias("code")


@dataclass(frozen=True)
class Audited:
    """What came out of one case: the rows of its own files. Numbers lose the case's mark."""

    tables: Tables
    mark: str
    explainer: Explainer
    books: Tables

    def placed(self) -> dict[str, dict[str, int]]:
        """Cents of each claim's write-offs by the category of their evidence, `none` without."""
        found: dict[str, dict[str, int]] = {}
        for claim, category, cents in self.books["placed"].iter_rows():
            if claim.startswith(self.mark):
                own = found.setdefault(claim.removeprefix(self.mark), {})
                own[category or "none"] = own.get(category or "none", 0) + cents
        return found

    def balances(self) -> dict[str, dict[str, int]]:
        """What insurer and patient owe, by account."""
        rows = self.books["accounts"].select("account", "insurer_cents", "patient_cents")
        return {
            account.removeprefix(self.mark): {"insurer": insurer, "patient": patient}
            for account, insurer, patient in rows.iter_rows()
            if account.startswith(self.mark)
        }

    def by_category(self) -> dict[str, dict[str, int]]:
        """Cents by category of each claim that counts, by its number, and by number and payer.

        Parts that cancel each other out, and parts of nothing, are left out.
        """
        claims = self.tables["remit_claims"].select(claim_id(), "payer_name", self._claim())
        counted = claims.join(self.tables["claim_states"].filter("counts"), on="claim_id")
        parts = self.tables["dispositions"].select("claim_id", "category", "amount_cents")
        sums = (
            counted.join(parts, on="claim_id")
            .group_by("claim", "payer_name", "category")
            .agg(pl.col("amount_cents").sum())
            .filter(pl.col("amount_cents") != 0)
        )
        went: dict[str, dict[str, int]] = {}
        for claim, payer, category, amount in sums.sort(pl.all()).iter_rows():
            went.setdefault(f"{claim} at {payer}", {})[category] = amount
            own = went.setdefault(claim, {})
            own[category] = own.get(category, 0) + amount
        return went

    def states(self, claim: str) -> list[str]:
        """The states of all claims of a number, in the order of the alphabet."""
        claims = self.tables["remit_claims"].select(claim_id(), self._claim())
        states = claims.filter(claim=claim).join(self.tables["claim_states"], on="claim_id")
        return sorted(states["state"])

    def findings(self) -> list[dict[str, object]]:
        """Its findings, in the words of a case."""
        return self._worded(self.tables["findings"], "at_stake_cents").to_dicts()

    def judged(self) -> list[dict[str, object]]:
        """The parts of its charges that some signal judged, in the same words."""
        parts = self.tables["dispositions"].filter(pl.col("signal_id").is_not_null())
        return self._worded(parts, "amount_cents").to_dicts()

    def told(self) -> str:
        """Its findings, explained."""
        ids = self.tables["findings"]["finding_id"].to_list()
        return "\n\n".join("\n".join(plain_lines(one)) for one in self.explainer.findings(ids))

    def _worded(self, rows: pl.DataFrame, amount: str) -> pl.DataFrame:
        worth = ["worth_cents"] if "worth_cents" in rows.columns else []
        return rows.with_columns(
            self._claim(), CODE, pl.col(worth).alias("worth"), signal="signal_id", at_stake=amount
        )

    def _claim(self) -> pl.Expr:
        number = pl.coalesce("patient_control_number", pl.lit(""))
        return number.str.strip_prefix(self.mark).alias("claim")


def audited(case: Case) -> Audited:
    """What comes out of a case, audited beside all others that share its day and its practice."""
    tables, explainer, books = _group(_key(case))
    mark = case.mark
    paths = tables["files"].filter(pl.col("path").str.contains(f"/{mark}/", literal=True))
    own = paths.select("file_id")
    kept = {
        name: frame.join(own, on="file_id", how="semi", maintain_order="left")
        for name, frame in tables.items()
        if "file_id" in frame.columns
    }
    return Audited(kept, f"{mark}-", explainer, books)


def _key(case: Case) -> Group:
    practice = (part for file in sorted(case.practice.items()) for part in file)
    return (case.as_of.isoformat(), *practice)


@cache
def _group(key: Group) -> tuple[Tables, Explainer, Tables]:
    """The tables of all cases of a group. No cent is lost, and every finding explains itself."""
    group = [case for case in cases() if _key(case) == key]
    with tempfile.TemporaryDirectory() as folder:
        given, practice, out = (Path(folder) / name for name in ("given", "practice", "tables"))
        for case in group:
            _write(given / case.mark, files_of(case))
        _write(
            practice,
            {
                name: text.replace("{mark}", group[0].mark)
                for name, text in group[0].practice.items()
            },
        )
        own = known(practice if practice.is_dir() else None)
        book = own.book
        audit(
            checked_batches([given]),
            out,
            as_of=group[0].as_of,
            book=book,
            practice=own.practice,
            contracts=own.contracts,
        )
        tables = {path.stem: pl.read_parquet(path) for path in out.glob("*.parquet")}
    rules = rules_of(book.placement, book.signals, book.payers)
    explainer = Explainer(tables, rules, book.payers)
    assert_conserved(tables)
    assert_redone(explainer)
    return tables, explainer, books_of(group, tables)


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
