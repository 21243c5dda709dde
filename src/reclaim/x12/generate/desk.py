"""The desk that opens claims: it draws patients, visits, numbers and dates from one seed."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reclaim.x12.generate import cast, fees, menus
from reclaim.x12.generate.adjudicate import adjudicate
from reclaim.x12.generate.cast import Payer
from reclaim.x12.generate.menus import Service, Setting
from reclaim.x12.generate.model import Case, Claim, Remit, ServiceLine
from reclaim.x12.generate.seeded import Random

PROFESSIONAL = (menus.CLINIC, menus.ORTHOPAEDICS)
CONTRACTED = (cast.HARBOR, cast.LARKSPUR, cast.COBALT, cast.MARIGOLD)


@dataclass
class Desk:
    """Opens claims and has them paid; every draw comes from `rng`."""

    rng: Random
    start: dt.date
    days: int
    patients: int
    opened: int = 0
    _paid: int = 0
    _seen: set[tuple[int, dt.date]] = field(default_factory=set)

    @contextmanager
    def earlier(self, days: int) -> Iterator[None]:
        """Visits opened inside the block were so many days before the others."""
        self.start -= dt.timedelta(days=days)
        try:
            yield
        finally:
            self.start += dt.timedelta(days=days)

    def claim(
        self,
        settings: tuple[Setting, ...] = menus.SETTINGS,
        payers: tuple[Payer, ...] = (),
        services: tuple[Service, ...] = (),
        *,
        with_secondary: bool = False,
    ) -> Claim:
        """A new claim; the arguments narrow who bills it, who pays it, and what was done."""
        weights = [setting.share for setting in settings]
        setting = self.rng.choices(settings, weights)[0]
        if setting is menus.DENTAL:
            payers = (cast.BRIGHTMOLAR,)
        number, service_date = self._patient_and_date(payers, with_secondary=with_secondary)
        payer = payers[0] if payers == (cast.BRIGHTMOLAR,) else cast.primary_payer(number)
        self.opened += 1
        control = f"PCN{self.opened:07d}"
        drg = self.rng.choice(tuple(fees.DRG_WEIGHTS)) if setting is menus.INPATIENT else ""
        return Claim(
            form=setting.form,
            control=control,
            payer=payer,
            provider=setting.provider,
            rendering=self.rng.choice(setting.provider.people),
            patient=cast.patient(number),
            lines=self._lines(setting, services, control, service_date, drg),
            diagnoses=tuple(self.rng.sample(menus.DIAGNOSES[setting.key], 2)),
            submitted=self.sending_day(service_date + dt.timedelta(days=self.rng.randint(1, 6))),
            place=setting.place,
            authorization=self._authorization(setting, drg),
            drg=drg,
            days=self.rng.randint(2, 7) if drg else 0,
        )

    def paid_case(
        self,
        settings: tuple[Setting, ...] = PROFESSIONAL,
        payers: tuple[Payer, ...] = (),
        services: tuple[Service, ...] = (),
        *,
        with_secondary: bool = False,
        plain: bool = False,
    ) -> Case:
        """A claim that was accepted and paid as its contract says.

        A plain one has no deductible and nothing at the claim level.
        """
        claim = self.claim(settings, payers, services, with_secondary=with_secondary)
        remit = self.pay(claim, plain=plain)
        return Case([claim], [remit], patient_outcome=self.patient_outcome())

    def pay(self, claim: Claim, *, plain: bool = False) -> Remit:
        """The remittance for the claim, on the payer's weekday, at least ten days after receipt."""
        received = claim.submitted + dt.timedelta(days=1)
        waited = received + dt.timedelta(days=self.rng.randint(10, 24))
        produced = self.payment_day(claim.payer, waited)
        deductible = self.rng.choices((0, 4_500, 25_000), (75, 17, 8))[0]
        # One plan takes the copay from the claim instead of from the visit's line.
        on_claim = claim.payer is cast.LARKSPUR and self.rng.random() < 0.4
        return adjudicate(
            claim,
            self.payer_number(claim.payer, produced),
            produced,
            received,
            0 if plain else deductible,
            copay_on_claim=on_claim and not plain,
        )

    def payment_day(self, payer: Payer, on_or_after: dt.date) -> dt.date:
        """The payer's first payment day from the date on."""
        wait = (payer.weekday - on_or_after.weekday()) % 7
        return on_or_after + dt.timedelta(days=wait)

    def sending_day(self, on_or_after: dt.date) -> dt.date:
        """The Friday on which the office next sends its claims."""
        return on_or_after + dt.timedelta(days=(4 - on_or_after.weekday()) % 7)

    def payer_number(self, payer: Payer, produced: dt.date) -> str:
        """A fresh payer control number, twelve characters wide."""
        self._paid += 1
        return f"{payer.member_prefix[-2:]}{produced:%y%j}{self._paid % 100_000:05d}"

    def patient_outcome(self) -> str:
        """What becomes of the patient's share in an orderly office."""
        return self.rng.choices(("pays", "open", "bad_debt"), (70, 24, 6))[0]

    def _authorization(self, setting: Setting, drg: str) -> str:
        often = 0.9 if drg else 0.35 if setting is menus.ORTHOPAEDICS else 0.03
        return self.authorization_number() if self.rng.random() < often else ""

    def authorization_number(self) -> str:
        """The payer's number for the authorization of the claim opened last."""
        return f"AUTH{self.opened:07d}"

    def _patient_and_date(
        self, payers: tuple[Payer, ...], *, with_secondary: bool
    ) -> tuple[int, dt.date]:
        """A patient of one of the payers, on a day when nobody has billed for them yet."""
        slots = [
            slot
            for slot, payer in enumerate(cast.WHEEL)
            if (not payers or payer in payers or payers == (cast.BRIGHTMOLAR,))
            and (not with_secondary or cast.secondary_payer(slot))
        ]
        rounds = self.patients // len(cast.WHEEL)
        while True:
            number = self.rng.choice(slots) + len(cast.WHEEL) * self.rng.randrange(rounds)
            service_date = self.start + dt.timedelta(days=self.rng.randrange(self.days))
            if (number, service_date) not in self._seen:
                self._seen.add((number, service_date))
                return number, service_date

    def _lines(
        self,
        setting: Setting,
        services: tuple[Service, ...],
        control: str,
        service_date: dt.date,
        drg: str,
    ) -> tuple[ServiceLine, ...]:
        if drg:
            return self._stay(control, service_date, drg)
        return tuple(
            ServiceLine(
                number=at,
                code=service.code,
                charge_cents=fees.charge_cents(service.code, service.units),
                service_date=service_date,
                modifiers=service.modifiers,
                units=service.units,
                revenue_code=service.revenue_code,
                control=f"{control}L{at:02d}",
                emergency=setting is menus.AMBULANCE,
            )
            for at, service in enumerate(services or menus.visit(setting, self.rng), 1)
        )

    def _stay(self, control: str, service_date: dt.date, drg: str) -> tuple[ServiceLine, ...]:
        whole = fees.DRG_BASE_CENTS * fees.DRG_WEIGHTS[drg] // 10_000
        charge = whole * self.rng.randint(210, 420) // 100
        return tuple(
            ServiceLine(
                number=at,
                code="",
                charge_cents=cents,
                service_date=service_date,
                revenue_code=revenue_code,
                control=f"{control}L{at:02d}",
            )
            for at, (revenue_code, cents) in enumerate(menus.stay(charge), 1)
        )
