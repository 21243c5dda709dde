"""Every module has its layer, kernels are pure, and money is never a float."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from reclaim.schema import TABLES
from reclaim.schema.table import Kind

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "reclaim"
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
LAYERS = {name.strip("() ") for layer in CONTRACTS["layers"]["layers"] for name in layer.split("|")}
KERNELS = {"matching", "contracts", "ledger", "audit", "policy", "recovery", "kpi"}
CLOCKS = {"now", "today", "utcnow", "localtime", "perf_counter", "monotonic", "time_ns"}
FILE_CALLS = re.compile(
    r"(read|scan|write|sink)_(csv|parquet|ipc|json|ndjson|excel|delta|text|bytes)"
)
FLOATS = {"float", "Float32", "Float64", "float32", "float64"}


def modules() -> list[str]:
    """The packages and modules directly under reclaim."""
    folders = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    files = [path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__"]
    return sorted(folders + files)


def sources(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (PACKAGE / package).rglob("*.py"))


def impurities(tree: ast.AST) -> Iterator[str]:
    """What a kernel may not do and no import contract can see."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield f"line {node.lineno}: asks the clock ({node.attr})"
        elif isinstance(node, ast.Attribute) and FILE_CALLS.fullmatch(node.attr):
            yield f"line {node.lineno}: touches a file ({node.attr})"
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
            "open",
            "print",
            "input",
        }:
            yield f"line {node.lineno}: does input or output"


def float_money(tree: ast.AST) -> Iterator[str]:
    """Where a name that ends in cents meets a floating-point type."""
    for node in ast.walk(tree):
        for name, kind in _typings(node):
            if names_cents(name) and names_float(kind):
                yield f"line {getattr(node, 'lineno', 0)}: cents as a float"


def _typings(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What is given which type here: by conversion, by annotation, or in a schema."""
    match node:
        case ast.Call(func=ast.Name() as kind, args=[value]):
            yield value, kind
        case ast.Call(func=ast.Attribute(value=value, attr="cast" | "astype"), args=[kind, *_]):
            yield value, kind
        case ast.AnnAssign(target=name, annotation=kind):
            yield name, kind
        case ast.arg(annotation=ast.AST() as kind):
            yield node, kind
        case ast.Dict(keys=keys, values=values):
            yield from ((key, kind) for key, kind in zip(keys, values, strict=True) if key)


def names_cents(node: ast.AST) -> bool:
    return any(str(word).endswith("cents") for part in ast.walk(node) for word in _words(part))


def names_float(node: ast.AST) -> bool:
    return any(word in FLOATS for part in ast.walk(node) for word in _words(part))


def _words(node: ast.AST) -> tuple[object, ...]:
    return tuple(getattr(node, field, None) for field in ("id", "attr", "value", "arg"))


def test_every_module_has_its_layer() -> None:
    assert set(modules()) - LAYERS == set()


def test_every_kernel_package_is_held_to_purity() -> None:
    listed = {name.removeprefix("reclaim.") for name in CONTRACTS["kernels"]["source_modules"]}
    assert listed == KERNELS & set(modules())


@pytest.mark.parametrize("path", sources(*KERNELS), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_kernels_ask_no_clock_and_touch_no_file(path: Path) -> None:
    assert list(impurities(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        "as_of = dt.date.today()",
        "now = datetime.now(tz=UTC)",
        "frame = pl.scan_parquet(path)",
        "frame.write_csv(path)",
        "open('a')",
        "print(frame)",
    ],
)
def test_the_purity_check_can_fail(code: str) -> None:
    assert list(impurities(ast.parse(code)))


def test_no_money_is_a_float() -> None:
    found = {
        str(path.relative_to(ROOT)): places
        for path in sources(".")
        if (places := list(float_money(ast.parse(path.read_text("utf-8")))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "code",
    [
        "x = float(paid_cents)",
        "x = float(line['paid_cents'])",
        "x = pl.col('paid_cents').cast(pl.Float64)",
        "x = paid_cents.astype(np.float64)",
        "paid_cents: float = 0",
        "def pay(paid_cents: float | None) -> None: ...",
        "schema = {'paid_cents': pl.Float64}",
    ],
)
def test_the_money_check_can_fail(code: str) -> None:
    assert list(float_money(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    ["share = paid_cents / charge_cents", "paid_cents: int = 0", "schema = {'units': pl.Float64}"],
)
def test_the_money_check_leaves_ratios_and_counts_alone(code: str) -> None:
    assert list(float_money(ast.parse(code))) == []


def test_columns_are_called_cents_when_and_only_when_they_hold_cents() -> None:
    wrong = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.all_columns
        if column.name.endswith("_cents") != (column.kind is Kind.CENTS)
    ]
    assert wrong == []
