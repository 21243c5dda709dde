"""`reclaim rules`: by which rules dollars are placed and judged, and whose they are."""

from typing import Annotated

import typer

from reclaim.cli.options import PracticeFolder

Check = Annotated[
    bool, typer.Option("--check", help="Try every rule on the cases it brings; 1 if one fails.")
]


def rules(
    rule: Annotated[
        str | None,
        typer.Argument(metavar="[RULE]", help="Show this rule whole.", show_default=False),
    ] = None,
    *,
    practice: PracticeFolder = None,
    check: Check = False,
) -> None:
    """List the rules in order, own ones marked.

    Placement rules say where a dollar went by its remittance alone; signals say what it is on the
    evidence. Of each kind the first that holds decides.
    """
    from reclaim.cli.practice import known
    from reclaim.cli.rules_words import check_lines, list_lines, rule_lines

    book = known(practice).book
    if check:
        lines, failed = check_lines(book)
    else:
        lines, failed = list(rule_lines(book, rule) if rule else list_lines(book)), False
    for line in lines:
        typer.echo(line)
    if failed:
        raise typer.Exit(1)
