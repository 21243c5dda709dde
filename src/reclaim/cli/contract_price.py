"""`reclaim contract price`: what the contract pays for one service, and how that comes."""

import datetime as dt
from typing import Annotated, Any

import typer

from reclaim.cli.options import ContractsFolder


def _option(flag: str, metavar: str, help_: str) -> Any:  # noqa: ANN401  as Typer's own
    return typer.Option(flag, metavar=metavar, help=help_, show_default=False)


def price(
    *,
    payer: Annotated[str, _option("--payer", "PAYER", "Its key in payers.yaml, number or name.")],
    date: Annotated[
        dt.datetime,
        typer.Option("--date", formats=["%Y-%m-%d"], metavar="DATE", help="Day of service."),
    ],
    code: Annotated[str | None, _option("--code", "CODE", "Procedure code.")] = None,
    modifier: Annotated[
        list[str] | None, _option("--modifier", "CODE", "Modifier; may be given several times.")
    ] = None,
    units: Annotated[float, typer.Option("--units", metavar="N", min=0, help="Units.")] = 1,
    minutes: Annotated[
        int | None, _option("--minutes", "N", "Minutes, in the place of units.")
    ] = None,
    charge: Annotated[str | None, _option("--charge", "DOLLARS", "Charge.")] = None,
    pos: Annotated[
        str | None, _option("--pos", "CODE", "Place of service.  [default: 11, the office]")
    ] = None,
    npi: Annotated[str | None, _option("--npi", "NPI", "Rendering provider.")] = None,
    billing_npi: Annotated[str | None, _option("--billing-npi", "NPI", "Billing provider.")] = None,
    taxonomy: Annotated[str | None, _option("--taxonomy", "CODE", "Of the provider.")] = None,
    locality: Annotated[
        str | None, _option("--locality", "LOCALITY", "Of the contract's schedules: 06102-16.")
    ] = None,
    zip_code: Annotated[
        str | None, _option("--zip", "ZIP", "Where the service was, or the pickup.")
    ] = None,
    form: Annotated[
        str | None,
        _option("--form", "FORM", "professional, institutional or dental.  [default: by the rest]"),
    ] = None,
    revenue_code: Annotated[str | None, _option("--revenue-code", "CODE", "Revenue code.")] = None,
    type_of_bill: Annotated[str | None, _option("--type-of-bill", "CODE", "Type of bill.")] = None,
    drg: Annotated[str | None, _option("--drg", "DRG", "DRG of the stay.")] = None,
    days: Annotated[
        int | None, _option("--days", "N", "Days of the stay, which begins on --date.")
    ] = None,
    indicator: Annotated[
        str | None, _option("--filing-indicator", "CODE", "Kind of plan: CLP06 or SBR09.")
    ] = None,
    practice: ContractsFolder = None,
) -> None:
    """Price one service under the contract that holds, and show each step.

    What is left out is not stated: without a charge, nothing is held against it. Where there is no
    price, the reason is told, and the exit code is 1.
    """
    from reclaim.cli.contract_price_words import Question, price_lines
    from reclaim.cli.contracts_of import payer_named, practice_with_contracts

    own = practice_with_contracts(practice)
    question = Question(
        payer=payer_named(own, payer),
        date=date.date(),
        code=code,
        modifiers=tuple(modifier or ()),
        units=units,
        minutes=minutes,
        charge=charge,
        place_of_service=pos,
        rendering_npi=npi,
        billing_npi=billing_npi,
        taxonomy=taxonomy,
        locality=locality,
        zip_code=zip_code,
        form=form,
        revenue_code=revenue_code,
        type_of_bill=type_of_bill,
        drg=drg,
        days=days,
        filing_indicator=indicator,
    )
    lines, priced = price_lines(own.contracts, question)
    for line in lines:
        typer.echo(line)
    if not priced:
        raise typer.Exit(1)
