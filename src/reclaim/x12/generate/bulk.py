"""Remittances of any size for benchmarks: claims made once, repeated with fresh numbers."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from reclaim.x12.generate import cast, remit835
from reclaim.x12.generate.practice import generate
from reclaim.x12.writer import Envelope, encode, interchange, transaction

_BYTES_PER_MEGABYTE = 1_000_000
_CLAIMS_PER_TRANSACTION = 500
_CHUNK_BYTES = 1 << 20
_PRODUCED = dt.date(2026, 3, 13)


@dataclass(frozen=True)
class _Block:
    """One claim as bytes; both numbers are replaced by others of the same width."""

    content: bytes
    control: bytes
    number: bytes

    def numbered(self, serial: int) -> bytes:
        """The claim with its serial in place of both numbers."""
        renamed = self.content.replace(self.control, b"PC%08d" % serial)
        return renamed.replace(self.number, b"N%011d" % serial)


class _Tiles:
    """The blocks with running totals, to know what any stretch of them holds before writing it."""

    def __init__(self, seed: int) -> None:
        practice = generate(seed, 400)
        remits = [
            remit
            for case in practice.cases
            for remit in case.remits
            if remit.sign > 0 and remit.payer.key != cast.BRIGHTMOLAR.key
        ]
        encoded = [encode(remit835.claim_segments(remit)) for remit in remits]
        self.blocks = [
            _Block(content, remit.claim.control.encode(), remit.number.encode())
            for content, remit in zip(encoded, remits, strict=True)
        ]
        self.bytes = [0, *accumulate(len(content) for content in encoded)]
        self.segments = [0, *accumulate(content.count(b"~") for content in encoded)]
        self.cents = [0, *accumulate(remit.paid_cents for remit in remits)]

    def between(self, totals: list[int], first: int, last: int) -> int:
        """What the claims from serial `first` up to but not with `last` add up to."""
        return self._before(totals, last) - self._before(totals, first)

    def _before(self, totals: list[int], serial: int) -> int:
        cycles, rest = divmod(serial, len(self.blocks))
        return cycles * totals[-1] + totals[rest]


def many_835(
    seed: int, megabytes: float, files: int = 1, *, one_transaction: bool = False
) -> Iterator[bytes]:
    """Chunks of about one megabyte that make up balanced 835 interchanges, one after another.

    `megabytes` (of 1,000,000 bytes) is the size of them all together, reached within a few
    claims. A chunk that starts with ISA starts the next of the `files` interchanges. Every claim
    has numbers of its own. With `one_transaction` each interchange holds a single ST.
    """
    tiles = _Tiles(seed)
    mean_bytes = tiles.bytes[-1] / len(tiles.blocks)
    claims = max(int(megabytes * _BYTES_PER_MEGABYTE / files / mean_bytes), 1)
    for file_number in range(files):
        first = file_number * claims
        step = claims if one_transaction else _CLAIMS_PER_TRANSACTION
        yield from _interchange(tiles, file_number + 1, first, claims, step)


def write_many_835(
    folder: Path, seed: int, megabytes: float, files: int = 1, *, one_transaction: bool = False
) -> list[Path]:
    """Write the interchanges of `many_835` to files in the folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for chunk in many_835(seed, megabytes, files, one_transaction=one_transaction):
        if chunk.startswith(b"ISA"):
            paths.append(folder / f"bulk-{len(paths) + 1:05d}.835")
            paths[-1].write_bytes(b"")
        with paths[-1].open("ab") as out:
            out.write(chunk)
    return paths


def _interchange(
    tiles: _Tiles, control: int, first: int, claims: int, step: int
) -> Iterator[bytes]:
    """One file, in chunks; `step` claims to a transaction."""
    starts = range(first, first + claims, step)
    head, tail = _envelope(control, len(starts))
    waiting = [head]
    size = len(head)
    for number, start in enumerate(starts, 1):
        for piece in _transaction(tiles, number, start, min(start + step, first + claims)):
            waiting.append(piece)
            size += len(piece)
            if size >= _CHUNK_BYTES:
                yield b"".join(waiting)
                waiting, size = [], 0
    waiting.append(tail)
    yield b"".join(waiting)


def _envelope(control: int, transactions: int) -> tuple[bytes, bytes]:
    """What stands before the first ST, and after the last SE."""
    sent = dt.datetime.combine(_PRODUCED, dt.time(8))
    payer = cast.HARBOR
    envelope = Envelope(payer.payer_id, "RECLAIMTEST", "HP", "005010X221A1", sent, control)
    segments = list(interchange(envelope, [[]] * transactions))
    return encode(segments[:2]), encode(segments[2:])


def _transaction(tiles: _Tiles, number: int, first: int, last: int) -> Iterator[bytes]:
    """One transaction: head, claims, trailer; its total is known before its first byte."""
    control = f"{number:04d}"
    trace = f"BULK{first:012d}"
    provider = cast.CLINIC
    body = remit835.transaction_body(cast.HARBOR, provider, _PRODUCED, trace, [], [])
    total = tiles.between(tiles.cents, first, last)
    body[0] = remit835.financial_information(total, _PRODUCED, two_places=False)
    body.append(("LX", "1"))
    head = transaction("835", control, "", body)
    count = len(head) + tiles.between(tiles.segments, first, last)
    yield encode(head[:-1])
    blocks, cycle = tiles.blocks, len(tiles.blocks)
    for serial in range(first, last):
        yield blocks[serial % cycle].numbered(serial)
    yield encode([("SE", str(count), control)])
