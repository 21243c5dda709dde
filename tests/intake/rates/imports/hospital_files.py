"""A hospital's file in each of its forms, with the same charges."""

import copy
import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

Charge = Mapping[str, Any]

HARBOR = ("Harbor Mutual", "PPO")
OAKMOOR = ("Oakmoor", "HMO")
META = {
    "2.0.0": ["hospital_name", "last_updated_on", "version", "hospital_location"],
    "3.0.0": ["hospital_name", "last_updated_on", "version", "location_name"],
}
PRICES = ("dollar", "percentage", "algorithm", "methodology")

CHARGES: tuple[Charge, ...] = (
    {"codes": [("611", "RC"), ("70551", "CPT")], "setting": "outpatient", "dollar": "400",
     "methodology": "fee schedule"},
    {"codes": [("470", "MS-DRG")], "setting": "inpatient", "dollar": "49000.5",
     "methodology": "case rate"},
    {"codes": [("120", "RC")], "setting": "inpatient", "dollar": "1400", "methodology": "per diem"},
    {"codes": [("99283", "CPT")], "setting": "outpatient", "percentage": "62.5",
     "methodology": "percent of total billed charges"},
    {"codes": [("92626", "CPT")], "setting": "outpatient", "percentage": "115",
     "methodology": "fee schedule"},
    {"codes": [("885", "MS-DRG")], "setting": "inpatient", "methodology": "other",
     "algorithm": "the lesser of 24,000 and 80 percent"},
    {"codes": [("J1450", "HCPCS"), ("25021-0184-82", "NDC")], "setting": "both", "dollar": "35",
     "unit": "100", "type": "ML", "methodology": "fee schedule"},
    {"codes": [("70450", "CPT")], "setting": "both", "dollar": "55.25", "modifiers": ["26"],
     "methodology": "fee schedule"},
    {"codes": [("70450", "CPT")], "setting": "outpatient", "dollar": "9",
     "methodology": "fee schedule", "payer": OAKMOOR},
)  # fmt: skip
"""One of each kind: what is missing is not stated. The payer is Harbor unless it is said."""


def tall(charges: Sequence[Charge] = CHARGES, version: str = "3.0.0") -> str:
    named = ["payer_name", "plan_name"]
    prices = [*(f"standard_charge | {name}" for name in _last()), "estimated_amount"]
    rows = []
    for charge in charges:
        payer = charge.get("payer", HARBOR)
        rows.append([*_item(charge), *payer, *(charge.get(name, "") for name in PRICES), "777"])
    return _csv(version, [*_columns(), *named, *prices], rows)


def wide(charges: Sequence[Charge] = CHARGES, version: str = "3.0.0") -> str:
    plans = sorted({charge.get("payer", HARBOR) for charge in charges})
    prices = [f"standard_charge|{'|'.join(plan)}|{last}" for plan in plans for last in _last()]
    evidence = [f"median_amount|{'|'.join(plan)}" for plan in plans]
    rows = []
    for charge in charges:
        payer = charge.get("payer", HARBOR)
        mine = [charge.get(name, "") if plan == payer else "" for plan in plans for name in PRICES]
        rows.append([*_item(charge), *mine, *("777" for _ in plans)])
    return _csv(version, [*_columns(), *prices, *evidence], rows)


def as_json(charges: Sequence[Charge] = CHARGES, version: str = "3.0.0") -> str:
    items = []
    for charge in charges:
        payer, plan = charge.get("payer", HARBOR)
        price: dict[str, Any] = {"payer_name": payer, "plan_name": plan, "median_amount": 777}
        for name in PRICES:
            if charge.get(name):
                number = name in {"dollar", "percentage"}
                field = name if name == "methodology" else f"standard_charge_{name}"
                price[field] = float(charge[name]) if number else charge[name]
        standard = {"setting": charge["setting"], "payers_information": [price]}
        if charge.get("modifiers"):
            standard["modifier_code"] = charge["modifiers"]
        item: dict[str, Any] = {"description": "words", "standard_charges": [standard]}
        item["code_information"] = [{"code": c, "type": t} for c, t in charge["codes"]]
        if charge.get("unit"):
            item["drug_information"] = {"unit": int(charge["unit"]), "type": charge["type"]}
        items.append(item)
    return json.dumps({**_about(version), "standard_charge_information": items}, indent=1)


def without(charge: Charge, *names: str, **others: object) -> dict[str, Any]:
    """The charge without some of its fields, and with others."""
    changed = copy.deepcopy(dict(charge))
    for name in names:
        del changed[name]
    return {**changed, **others}


def _last() -> list[str]:
    return [name if name == "methodology" else f"negotiated_{name}" for name in PRICES]


def _columns() -> list[str]:
    codes = ["code|1", "code|1|type", "code | 2", "code | 2 | type"]
    return ["description", *codes, "setting", "drug_unit_of_measurement",
            "drug_type_of_measurement", "modifiers"]  # fmt: skip


def _item(charge: Charge) -> list[str]:
    codes = [part for pair in charge["codes"] for part in pair]
    drug = [charge.get("unit", ""), charge.get("type", "")]
    modifiers = "|".join(charge.get("modifiers", []))
    return ["words", *(codes + [""] * 4)[:4], charge["setting"], *drug, modifiers]


def _about(version: str) -> dict[str, str]:
    return dict(zip(META[version], ["West", "2026-01-01", version, "West"], strict=True))


def _csv(version: str, header: list[str], rows: list[list[str]]) -> str:
    said = "Above 200,000.00 the claim is paid at 50 percent."
    about = [*META[version], "general_contract_provisions"]
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerows([about, [*_about(version).values(), said], header, *rows])
    return "\ufeff" + written.getvalue()
