"""Which claims a contract is about, and which lines a term of it is about."""

from pydantic import BaseModel

from reclaim.contracts.model.values import STRICT, Code, CodePattern, Dollars, Form, Setting


class AppliesTo(BaseModel):
    """What a claim must be, beside its payer, for the contract to bind; empty stands for any.

    Each field that is given must hold, by one of its values. A field that the claim does not
    state does not hold: a contract for one plan says nothing about a claim of an unknown plan.
    """

    model_config = STRICT

    forms: tuple[Form, ...] = ()
    filing_indicators: tuple[Code, ...] = ()
    """CLP06 or SBR09."""
    contract_classes: tuple[Code, ...] = ()
    """REF*CE of the remittance."""
    group_numbers: tuple[Code, ...] = ()
    """SBR03, the insured's group or plan."""
    billing_npis: tuple[Code, ...] = ()
    rendering_npis: tuple[Code, ...] = ()
    tax_ids: tuple[Code, ...] = ()
    taxonomies: tuple[CodePattern, ...] = ()
    localities: tuple[Code, ...] = ()


class When(BaseModel):
    """Which lines a term is about; empty stands for any. Each field that is given must hold.

    `codes`, `revenue_codes`, `types_of_bill`, `drgs` and `taxonomies` are patterns: 99213,
    99202-99215, J*. A term that prices a whole claim is about a claim that has such a line.
    """

    model_config = STRICT

    forms: tuple[Form, ...] = ()
    codes: tuple[CodePattern, ...] = ()
    except_codes: tuple[CodePattern, ...] = ()
    modifiers: tuple[Code, ...] = ()
    """At least one of them is on the line."""
    without_modifiers: tuple[Code, ...] = ()
    """None of them is on the line."""
    revenue_codes: tuple[CodePattern, ...] = ()
    types_of_bill: tuple[CodePattern, ...] = ()
    """First digits of the type of bill: 11 stands for 111, 117."""
    drgs: tuple[CodePattern, ...] = ()
    places_of_service: tuple[CodePattern, ...] = ()
    setting: Setting | None = None
    """As the place of service counts for Medicare's physician fee schedule."""
    taxonomies: tuple[CodePattern, ...] = ()
    rendering_npis: tuple[Code, ...] = ()
    billing_npis: tuple[Code, ...] = ()
    charge_over: Dollars | None = None
    """The charge of the line is more than this."""
    claim_charge_over: Dollars | None = None
    """The charge of the whole claim is more than this."""
    days_over: int | None = None
    """The stay is longer than so many days."""
