"""`reclaim generate`: a synthetic practice with planted leaks and the truth about them."""

import datetime as dt
from typing import Annotated

import typer

from reclaim.cli.options import Force, Out


def generate(
    out: Out,
    *,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.", min=0)] = 1,
    claims: Annotated[int, typer.Option(help="Number of visits.", min=1)] = 300,
    start: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day of service.", show_default="2026-01-05"),
    ] = None,
    force: Force = False,
) -> None:
    """Write a synthetic practice: claims, answers, remittances, ledger, contracts, truth.csv.

    Nobody in it exists. Every file is balanced; from 300 claims on every kind of leak occurs, and
    truth.csv lists them.
    """
    from reclaim.cli.output import output_folder
    from reclaim.x12.generate import DEFAULT_START
    from reclaim.x12.generate import generate as practice_of

    practice = practice_of(seed, claims, start.date() if start else DEFAULT_START)
    with output_folder(out, force=force) as folder:
        written = practice.write(folder)
    typer.echo(
        f"{out}: {len(written)} files, {claims} claims, {len(practice.truth)} planted leaks."
    )
    typer.echo(f"Look at them as of {practice.as_of}.")
