"""Writes docs/reference from the source it describes: tables, X12, problems, rules, commands.

Run `make docs`. A health test fails when a page differs from what this would write now.
"""

import csv
import inspect
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from reclaim.schema import TABLES
from reclaim.schema.table import Table
from tools import reference_contracts, reference_rules
from tools.reference_words import code_list, grid, page

if TYPE_CHECKING:
    from typer.core import TyperGroup

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
LOOPS = "x12/loops.csv"
CATEGORIES = "codes/category.csv"
RULE_FACTS = ("part", "category", "takes", "necessary", "recoverable", "from", "until", "cite")


def tables_page() -> str:
    """One section a table: its grain, its key, its columns."""
    listing = [f"- [`{table.name}`](#{table.name}): {table.grain}" for table in TABLES.values()]
    sections = [_table_section(table) for table in TABLES.values()]
    intro = (
        "Money is whole US cents. A column is null when the file does not give it, unless the "
        "column says otherwise. Columns marked *PHI* identify a person."
    )
    return page("Tables", intro, "\n".join(listing), *sections)


def x12_page() -> str:
    """The loops of each transaction set, and for each segment the columns its elements land in."""
    landing: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for table in TABLES.values():
        for column in table.all_columns:
            for position in column.sources:
                for segment in position.place.segments:
                    landing[segment].add((str(position), f"`{table.name}.{column.name}`"))
    segments = [
        f"### {segment}\n\n" + grid(("Position", "Column"), sorted(rows))
        for segment, rows in sorted(landing.items())
    ]
    intro = (
        "Which loops the reader knows, and where each element lands. What is listed nowhere is "
        "kept as well: element by element in [`other_elements`](tables.md#other_elements)."
    )
    loops = "## Loops\n\n" + grid(
        ("Transactions", "Loop", "Within", "Begun by"),
        [(row["sets"], row["loop"], row["parent"], row["trigger"]) for row in _csv_rows(LOOPS)],
    )
    notes = (
        "## Segments\n\n`+1` counts from the start of a repeat, `*QC` after a segment limits an "
        "element to that qualifier, `-2` is a component. Where a column has several positions, "
        "the first filled one is taken."
    )
    return page("X12 positions", intro, loops, notes, *segments)


def problems_page() -> str:
    """One section a problem code: what it means, what follows, what to do."""
    codes = problem_codes()
    listing = grid(
        ("Code", "Severity", "What"),
        [
            (f"[{code}](#{code.lower()})", entry["severity"], entry["title"])
            for code, entry in codes.items()
        ],
    )
    sections = [_problem_section(code, entry) for code, entry in codes.items()]
    intro = (
        "What `reclaim check` can report. An *error*: money or segments cannot be taken at their "
        "word. A *warning*: taken, but not as the standard has it. A *note*: no amount depends on "
        "it. A code never changes its meaning; in braces stands what a message fills in."
    )
    stops = "## Stops\n\nWhat ends a command before there is anything to report.\n\n" + grid(
        ("Code", "What was found", "Next"),
        [(code, entry["meaning"], entry["next"]) for code, entry in stop_codes().items()],
    )
    return page("Problems", intro, listing, *sections, stops)


def rules_page() -> str:
    """One section a rule: what it asks, when it holds, what it says, who says so."""
    sections = [_rule_section(rule) for rule in rules()]
    intro = (
        "Rules are data, with the day from which each value holds and the citation of each. "
        "Placement rules are tried in the order of this page; the first whose condition is true "
        "decides."
    )
    categories = "## Categories\n\n" + grid(
        ("Category", "Place", "Label"),
        [
            (f"`{row['category']}`", f"`{row['place']}`", row["label"])
            for row in _csv_rows(CATEGORIES)
        ],
    )
    return page("Rules", intro, *sections, categories)


def cli_page() -> str:
    """The help of every command."""
    from typer.cli import get_docs_for_click  # noqa: PLC0415  only this page needs the commands

    command = cli()
    context: Any = command.make_context("reclaim", [], resilient_parsing=True)
    text = get_docs_for_click(obj=command, ctx=context, name="reclaim")
    return page("Commands", text.split("\n", 1)[1].strip())


def cli() -> "TyperGroup":
    """The root of the command line, with its `commands` by name."""
    from typer.main import get_group  # noqa: PLC0415  only this page needs the commands

    from reclaim.cli import app  # noqa: PLC0415

    return get_group(app)


def problem_codes() -> dict[str, dict[str, str]]:
    """The problems as their data file states them, by code."""
    return _codes("problems.yaml")


def rules() -> list[dict[str, Any]]:
    """Every placement rule in the order of evaluation, and the values that change by date."""
    return [*reference_rules.placement(), *reference_rules.dated()]


def stop_codes() -> dict[str, dict[str, str]]:
    """What ends a command, as its data file states it, by code."""
    return _codes("stops.yaml")


PAGES = {
    "tables.md": tables_page,
    "x12.md": x12_page,
    "problems.md": problems_page,
    "rules.md": rules_page,
    "cli.md": cli_page,
    "contracts.md": reference_contracts.contracts_page,
    **dict(reference_rules.PAGES),
}


def main() -> None:
    """Write the pages, and the JSON Schema of contract files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, written in PAGES.items():
        FOLDER.joinpath(name).write_text(written(), encoding="utf-8")
        print(f"docs/reference/{name}")
    reference_contracts.FILE.write_text(reference_contracts.schema_text(), encoding="utf-8")
    print(reference_contracts.FILE.name)


def _table_section(table: Table) -> str:
    about = inspect.cleandoc(
        f"""
        ## {table.name}

        One row: {table.grain}. Key: {code_list(table.key)}. Made by `reclaim {table.made_by}`.
        """
    )
    rows = [
        (
            f"`{column.name}`",
            f"{column.polars_type}",
            column.unit,
            column.meaning + (" *PHI*" if column.phi else ""),
            column.null,
            column.source,
        )
        for column in table.all_columns
    ]
    head = ("Column", "Type", "Unit", "Meaning", "Null when", "X12")
    return f"{about}\n\n{grid(head, rows)}"


def _problem_section(code: str, entry: dict[str, str]) -> str:
    about = f"**{entry['severity'].capitalize()}: {entry['title']}.** {entry['meaning']}"
    example = f"\n\n```text\n{entry['example']}\n```" if entry["example"] else ""
    return f"## {code}\n\n{about}\n\n{entry['consequence']}\n\n*Next:* {entry['next']}.{example}"


def _rule_section(rule: dict[str, Any]) -> str:
    section = f"## {rule['id']}\n\n{rule['asks']}"
    if "values" in rule:
        head = ("From", f"Value ({rule['unit']})", "Source")
        values = [(str(v["from"]), str(v["value"]), v["cite"]) for v in rule["values"]]
        return f"{section}\n\n{grid(head, values)}"
    facts = [("when", "always" if rule["when"] is True else f"`{rule['when'].strip()}`")]
    facts += [(name, _plain(rule[name])) for name in RULE_FACTS if name in rule]
    listing = "\n".join(f"- {name}: {value}" for name, value in facts)
    examples = "\n".join(f"- {test['name']}" for test in rule["tests"])
    return f"{section}\n\n{listing}\n\nFor example:\n\n{examples}"


def _plain(value: object) -> str:
    """A YAML value as the file writes it: a bare yes, no or true is a truth value to YAML."""
    words = {True: "yes", False: "no"}
    return words[value] if isinstance(value, bool) else str(value).strip()


def _codes(name: str) -> dict[str, dict[str, str]]:
    text = resources.files("reclaim.data").joinpath(name).read_text("utf-8")
    codes: dict[str, dict[str, str]] = yaml.safe_load(text)
    return codes


def _csv_rows(name: str) -> list[dict[str, str]]:
    text = resources.files("reclaim.data").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


if __name__ == "__main__":
    main()
