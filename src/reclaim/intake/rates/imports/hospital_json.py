"""The standard charges in a hospital's JSON file, versions 2 and 3, read forward item by item."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from reclaim.intake.rates.imports.files import opened, stop
from reclaim.intake.rates.imports.hospital_charges import Asked, Charge
from reclaim.intake.rates.imports.json_stream import JsonStream

ITEMS = "standard_charge_information"
MODIFIERS = "modifier_information"
PROVISIONS = "general_contract_provisions"


def charges_of_json(path: Path, asked: Asked) -> Iterator[Charge]:
    """The charges of the payers and plans asked for, in the order of the file.

    Raises:
        ReclaimError: RATE-FILE, when the file is no JSON, or has no standard charges.
    """
    found = False
    with opened(path) as raw:
        stream = JsonStream(raw, path.name)
        for name in stream.members():
            if name == ITEMS:
                found = True
                for _ in stream.elements():
                    yield from _of_item(stream.place, stream.value(), asked)
            elif name == MODIFIERS:
                _take_modifiers(stream.value(), asked)
            elif name == PROVISIONS:
                _take_provisions(stream.value(), asked)
            else:
                stream.skip()
    if not found:
        why = f"A hospital's JSON file has its charges in the list {ITEMS}."
        advice = "name a machine-readable file in CMS's schema, version 2 or 3"
        raise stop(path.name, f"the file has no {ITEMS}", why, advice)


def _of_item(where: str, item: object, asked: Asked) -> Iterator[Charge]:
    if not isinstance(item, Mapping):
        return
    codes = tuple(
        (_text(each, "code"), _text(each, "type")) for each in _all(item, "code_information")
    )
    drug = item.get("drug_information")
    quantity = f"{_text(drug, 'unit')} {_text(drug, 'type')}" if isinstance(drug, Mapping) else ""
    for number, charge in enumerate(_all(item, "standard_charges")):
        for ordinal, price in enumerate(_all(charge, "payers_information")):
            payer, plan = _text(price, "payer_name"), _text(price, "plan_name")
            if not asked.wants(payer, plan):
                continue
            yield Charge(
                where=f"{where}.standard_charges[{number}].payers_information[{ordinal}]",
                payer=payer,
                plan=plan,
                codes=tuple(pair for pair in codes if pair[0]),
                setting=_text(charge, "setting"),
                billing_class=_text(charge, "billing_class"),
                modifiers=_modifiers(charge),
                drug=quantity.strip(),
                methodology=_text(price, "methodology"),
                dollar=_text(price, "standard_charge_dollar"),
                percentage=_text(price, "standard_charge_percentage"),
                algorithm=_text(price, "standard_charge_algorithm"),
                notes=_text(price, "additional_payer_notes"),
            )


def _take_modifiers(entries: object, asked: Asked) -> None:
    for entry in entries if isinstance(entries, list) else []:
        for price in _all(entry, "modifier_payer_information"):
            payer, plan = _text(price, "payer_name"), _text(price, "plan_name")
            if payer in asked.payers and plan in asked.plans:
                asked.modifiers[_text(entry, "code")] = _text(price, "description")


def _take_provisions(entries: object, asked: Asked) -> None:
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, Mapping) and _text(entry, "payer_name") in asked.payers:
            said = _text(entry, "provisions") or _text(entry, "provision")
            asked.provisions.append(said)


def _modifiers(charge: Mapping[str, object]) -> tuple[str, ...]:
    given = charge.get("modifier_code") or charge.get("modifiers") or []
    listed = given if isinstance(given, list) else str(given).replace(",", "|").split("|")
    return tuple(str(text).strip().upper() for text in listed if str(text).strip())


def _all(item: object, name: str) -> list[Mapping[str, object]]:
    listed = item.get(name) if isinstance(item, Mapping) else None
    return (
        [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    )


def _text(item: Mapping[str, object], name: str) -> str:
    value = item.get(name)
    return "" if value is None else str(value).strip()
