"""`reclaim generate`: a synthetic practice with planted leaks and the truth about them."""

import datetime as dt
from typing import Annotated

import typer

from reclaim.cli.options import Force, Out


def generate(
    out: Out,
    *,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.", min=0, metavar="N")] = 1,
    claims: Annotated[int, typer.Option(help="Number of visits.", min=1, metavar="N")] = 300,
    start: Annotated[
        dt.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="First day of service.",
            metavar="DATE",
            show_default="2025-11-03",
        ),
    ] = None,
    days: Annotated[int, typer.Option(help="Days of service.", min=1, metavar="N")] = 90,
    force: Force = False,
) -> None:
    """Write a made-up practice with planted leaks.

    It has claims, answers, remittances, a ledger, contracts, and the truth: truth.csv lists the
    leaks on the remittances, truth_postings.csv what the office posted wrongly. From 300 claims on
    every kind occurs, or nearly. Every file is balanced. Nobody in it exists.
    """
    from reclaim.cli.output import output_folder
    from reclaim.x12.generate import DEFAULT_START
    from reclaim.x12.generate import generate as practice_of

    practice = practice_of(seed, claims, start.date() if start else DEFAULT_START, days)
    with output_folder(out, force=force) as folder:
        written = practice.write(folder)
    typer.echo(
        f"{out}: {len(written)} files, {claims} claims, {len(practice.truth)} planted leaks, "
        f"{len(practice.books.truth)} wrong postings."
    )
    typer.echo(f"Look at them as of {practice.as_of}.")
