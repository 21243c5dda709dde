"""Payment policies of a contract: what modifiers and company on the claim do to a line's price.

Where a policy names a schedule in `indicators`, its columns say to which codes it applies, as the
Medicare physician fee schedule has them; else it applies to `codes`. Percentages that are left out
are Medicare's own, dated and cited in data/contracts/medicare.yaml.
"""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from reclaim.contracts.model.values import STRICT, Code, CodePattern, Dollars, Percent


class Policy(BaseModel):
    """What every policy says: its clause, and which codes it is about.

    `as_of` freezes the indicators: those of that day hold, whatever the day of service.
    """

    model_config = STRICT

    clause: str
    indicators: str | None = None
    as_of: dt.date | None = None
    codes: tuple[CodePattern, ...] = ()
    except_codes: tuple[CodePattern, ...] = ()
    cite: str | None = None


class MultipleProcedures(Policy):
    """Procedures of one day by one provider: the first in rank in full, the others in part.

    `percents` by rank, the first procedure's 100 included: [100, 50, 25].
    `rank_by`: price (what each would bring alone), charge, rvu (total relative value), or line
    (their order on the claim). The last percentage holds for all further ones, unless
    `by_report_after` is reached: those cannot be priced. `modifier`: only lines that carry it are
    cut (51), and it never decides the rank. `exempt_modifiers` take a line out. `endoscopy`: a
    family shares its base (the column endoscopic_base of the indicators), by the family first.
    A line that two such policies are about belongs to the first.
    """

    percents: tuple[Percent, ...] = ()
    rank_by: Literal["price", "charge", "rvu", "line"] = "price"
    modifier: Code | None = None
    exempt_modifiers: tuple[Code, ...] = ()
    by_report_after: int | None = None
    endoscopy: bool = False

    @model_validator(mode="after")
    def _complete(self) -> "MultipleProcedures":
        if self.percents and self.percents[0] != 100:
            raise ValueError("percents begin with that of the first procedure, 100")
        if self.indicators is None and (self.endoscopy or self.rank_by == "rvu"):
            raise ValueError("endoscopy, and rank_by rvu, need indicators")
        return self


class Reductions(Policy):
    """Medicare's cuts for further services of a day: therapy, imaging, cardiology, ophthalmology.

    Each is on when its percentage (of the cut part, 50 is half of it gone) is given; `medicare`
    takes that in force on the day of service. `exempt_modifiers` take a line out (59).
    """

    therapy: Percent | Literal["medicare"] | None = None
    imaging_technical: Percent | Literal["medicare"] | None = None
    imaging_professional: Percent | Literal["medicare"] | None = None
    cardiovascular_technical: Percent | Literal["medicare"] | None = None
    ophthalmology_technical: Percent | Literal["medicare"] | None = None
    exempt_modifiers: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _indicated(self) -> "Reductions":
        if self.indicators is None:
            raise ValueError("reductions need indicators")
        return self


class Bilateral(Policy):
    """Both sides in one session: one line with 50, or two lines of a code with LT and RT.

    `percent` of the price of one side, for both together.
    """

    percent: Percent | None = None
    modifiers: tuple[Code, ...] = ("50",)
    pair: tuple[Code, Code] | None = ("LT", "RT")


class ModifierShares(Policy):
    """Percent of the price by modifier: assistants (80, 82, AS), co-surgeons (62), reduced (52).

    A line has the product of the shares of its modifiers. One with a modifier of `by_report`
    cannot be priced. `medicare` takes Medicare's shares, and its modifiers by report, in force on
    the day of service. Of several such policies about a line and modifier the first holds.
    """

    shares: dict[Code, Percent] | Literal["medicare"]
    by_report: tuple[Code, ...] = ()


class GlobalSplit(Policy):
    """Surgical care only (54), after care (55), before (56): shares of the global price.

    From the columns pre, intra and post of the indicators, or the shares given.
    """

    surgical_only: Percent | None = None
    postoperative_only: Percent | None = None
    preoperative_only: Percent | None = None


class Components(Policy):
    """Professional (26) and technical (TC) part of a price that the schedule gives only whole.

    A schedule with rows of its own for the modifier goes first, and is no part of this policy.
    """

    professional: Percent
    technical: Percent


class NonPhysician(Policy):
    """Percent of the price where the rendering provider is no physician.

    By taxonomy, NPI, or modifier. `as_assistant`: the share of modifier AS includes it already.
    """

    percent: Percent
    taxonomies: tuple[CodePattern, ...] = ()
    rendering_npis: tuple[Code, ...] = ()
    modifiers: tuple[Code, ...] = ()
    as_assistant: bool = True


class Policies(BaseModel):
    """The policies, in the order in which they are applied.

    Components and shares of one line come first, then both sides, then the rank among the lines
    of the day. Source of the order: Medicare Claims Processing Manual, chapter 12, 40.6 and 40.7.
    """

    model_config = STRICT

    components: Components | None = None
    global_split: GlobalSplit | None = None
    modifier_shares: tuple[ModifierShares, ...] = ()
    non_physician: NonPhysician | None = None
    bilateral: Bilateral | None = None
    multiple_procedures: tuple[MultipleProcedures, ...] = ()
    reductions: Reductions | None = None


class StopLoss(BaseModel):
    """What happens to a claim whose charges pass a limit.

    `first_dollar`: `percent` of all charges in the place of the price. `excess`: the price, and
    `percent` of the charges beyond the limit. The limit is `threshold` dollars, or `times_price`
    percent of the price; charges of just as much do not pass it. What `percent` brings is not more
    than `maximum`, and not more than `maximum_per_day` for each day of the stay. Each day beyond
    `days` brings `extra_day` beside it. `except_revenue_codes` are left out of the charges.
    """

    model_config = STRICT

    clause: str
    kind: Literal["first_dollar", "excess"]
    percent: Percent
    threshold: Dollars | None = None
    times_price: Percent | None = None
    maximum: Dollars | None = None
    maximum_per_day: Dollars | None = None
    days: int | None = None
    extra_day: Dollars | None = None
    except_revenue_codes: tuple[CodePattern, ...] = ()
    terms: tuple[str, ...] = ()
    """Ids of the terms it is about; empty: every term that prices a whole claim."""

    @model_validator(mode="after")
    def _one_limit(self) -> "StopLoss":
        if (self.threshold is None) == (self.times_price is None):
            raise ValueError("give either threshold or times_price")
        if (self.days is None) != (self.extra_day is None):
            raise ValueError("days and extra_day are given together")
        return self


class Outlier(BaseModel):
    """`percent` of the cost beyond price and fixed loss; cost is charges x cost-to-charge ratio.

    `price_multiple`: the cost must also pass so many percent of the price, and then the excess is
    taken over that multiple (OPPS); else over price plus `fixed_loss` (IPPS).
    """

    model_config = STRICT

    clause: str
    percent: Percent
    fixed_loss: Dollars
    cost_to_charge: Annotated[Percent, Field(gt=0)]
    price_multiple: Percent | None = None
    terms: tuple[str, ...] = ()


class ClaimRules(BaseModel):
    """What is done to the price of a whole claim, in this order.

    Of several stop-losses the first whose limit is passed holds: the highest stands first.
    """

    model_config = STRICT

    stop_loss: tuple[StopLoss, ...] = ()
    outlier: Outlier | None = None
    maximum: Dollars | None = None
    minimum: Dollars | None = None
