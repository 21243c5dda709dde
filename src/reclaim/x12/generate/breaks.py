"""One invariant of a valid 835 broken at a time, with the problem that must be reported."""

from collections.abc import Callable
from dataclasses import dataclass

Elements = list[str]


@dataclass(frozen=True)
class Break:
    """A way to break a file: its name, the problem code it must cause, and the change.

    `apply` returns null when the source has nothing of the kind that it breaks.
    """

    name: str
    problem: str
    change: Callable[[list[Elements]], bool]

    def apply(self, source: bytes) -> bytes | None:
        """The broken file; the source needs the default delimiters `*`, `:` and `~`."""
        segments = [part.strip().split("*") for part in source.decode().split("~") if part.strip()]
        if not self.change(segments):
            return None
        return "".join("*".join(elements) + "~\n" for elements in segments).encode()


def find(segments: list[Elements], tag: str, after: int = 0) -> int | None:
    """Where the first such segment stands from a place on; null when there is none."""
    for at in range(after, len(segments)):
        if segments[at][0] == tag:
            return at
    return None


def _set(tag: str, number: int, value: str) -> Callable[[list[Elements]], bool]:
    """A change that puts the value into the first such segment."""

    def change(segments: list[Elements]) -> bool:
        at = find(segments, tag)
        if at is None:
            return False
        segments[at] += [""] * (number + 1 - len(segments[at]))
        segments[at][number] = value
        return True

    return change


def _plus_one_dollar(tag: str, number: int) -> Callable[[list[Elements]], bool]:
    """A change that adds a dollar to an amount."""

    def change(segments: list[Elements]) -> bool:
        at = find(segments, tag)
        if at is None or len(segments[at]) <= number:
            return False
        dollars, point, rest = segments[at][number].partition(".")
        segments[at][number] = f"{int(dollars or 0) + 1}{point}{rest}"
        return True

    return change


def _drop(tag: str) -> Callable[[list[Elements]], bool]:
    """A change that removes the first such segment and keeps SE01 right."""

    def change(segments: list[Elements]) -> bool:
        at = find(segments, tag)
        if at is None:
            return False
        del segments[at]
        end = find(segments, "SE", at)
        if end is not None and tag not in ("SE", "GE", "IEA"):
            segments[end][1] = str(int(segments[end][1]) - 1)
        return True

    return change


def _insert(tag: str, elements: Elements) -> Callable[[list[Elements]], bool]:
    """A change that puts a segment before the first such one and keeps SE01 right."""

    def change(segments: list[Elements]) -> bool:
        at = find(segments, tag)
        if at is None:
            return False
        segments.insert(at, list(elements))
        end = find(segments, "SE", at)
        if end is not None:
            segments[end][1] = str(int(segments[end][1]) + 1)
        return True

    return change


def _unknown_remark(segments: list[Elements]) -> bool:
    """A remark on the first line, where that line ends."""
    at = find(segments, "SVC")
    if at is None:
        return False
    at += 1
    while at < len(segments) and segments[at][0] in ("DTM", "CAS", "REF", "AMT", "QTY", "LQ"):
        at += 1
    segments.insert(at, ["LQ", "HE", "ZZ99"])
    end = find(segments, "SE", at)
    if end is not None:
        segments[end][1] = str(int(segments[end][1]) + 1)
    return True


def _line_charge(segments: list[Elements]) -> bool:
    """A line that charges and pays a dollar more balances; the claim's lines no longer do."""
    at = find(segments, "SVC")
    if at is None:
        return False
    return _plus_one_dollar("SVC", 2)(segments) and _plus_one_dollar("SVC", 3)(segments)


BREAKS = (
    Break("line payment", "X835-BALANCE-LINE", _plus_one_dollar("SVC", 3)),
    Break("claim payment", "X835-BALANCE-CLAIM", _plus_one_dollar("CLP", 4)),
    Break("claim charge", "X835-BALANCE-CLAIM", _plus_one_dollar("CLP", 3)),
    Break("lines against claim", "X835-BALANCE-LINES", _line_charge),
    Break("payment total", "X835-BALANCE-TRANSACTION", _plus_one_dollar("BPR", 2)),
    Break("patient share", "X835-PATIENT-SHARE", _set("CLP", 5, "98765.43")),
    Break("no payment segment", "X835-PAYMENT-MISSING", _drop("BPR")),
    Break("claim status", "X835-STATUS-UNKNOWN", _set("CLP", 2, "77")),
    Break("group code", "X835-GROUP-UNKNOWN", _set("CAS", 1, "XX")),
    Break("reason code", "X835-CARC-UNKNOWN", _set("CAS", 2, "ZZ9")),
    Break("stopped reason", "X835-CARC-STOPPED", _set("CAS", 2, "15")),
    Break("reason before its time", "X835-CARC-FUTURE", _set("BPR", 16, "19940101")),
    Break("reason under a wrong group", "X835-GROUP-RESTRICTED", _set("CAS", 2, "23")),
    Break("remark missing", "X835-REMARK-MISSING", _set("CAS", 2, "16")),
    Break("unknown remark", "X835-RARC-UNKNOWN", _unknown_remark),
    Break("segment count", "X12-SE-COUNT", _set("SE", 1, "7")),
    Break("no SE", "X12-SE-MISSING", _drop("SE")),
    Break("SE control number", "X12-ST-CONTROL", _set("SE", 2, "9999")),
    Break("transaction count", "X12-GE-COUNT", _set("GE", 1, "77")),
    Break("no GE", "X12-GE-MISSING", _drop("GE")),
    Break("GE control number", "X12-GS-CONTROL", _set("GE", 2, "999999")),
    Break("group count", "X12-IEA-COUNT", _set("IEA", 1, "5")),
    Break("no IEA", "X12-IEA-MISSING", _drop("IEA")),
    Break("IEA control number", "X12-ISA-CONTROL", _set("IEA", 2, "999999999")),
    Break("three decimals", "X12-AMOUNT", _set("CLP", 3, "12.345")),
    Break("exponent", "X12-AMOUNT", _set("CLP", 4, "1e5")),
    Break("amount too large", "X12-AMOUNT", _set("CLP", 3, "99999999999999999999")),
    Break("no amount", "X12-AMOUNT-MISSING", _set("CLP", 3, "")),
    Break("no such day", "X12-DATE", _set("DTM", 2, "20250230")),
    Break("unknown segment", "X12-SEGMENT-UNKNOWN", _insert("SE", ["ZZZ", "1", "2"])),
    Break(
        "line under no claim", "X12-SEGMENT-ORPHAN", _insert("LX", ["SVC", "HC:99213", "0", "0"])
    ),
    Break("unknown transaction set", "X12-SET-UNKNOWN", _set("ST", 1, "850")),
)
