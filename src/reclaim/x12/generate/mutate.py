"""Damaged X12 for tests that must never fall over: seeded, named mutations of valid bytes."""

from collections.abc import Callable, Iterator, Mapping

from reclaim.x12.generate.seeded import Random, seeded

Mutation = Callable[[Random, bytes], bytes]

_BAD_AMOUNTS = (
    b"12.345", b"1e5", b"99999999999999999999", b"-", b".", b"+5", b"1,000.00", b"$5", b"0x10",
    b"NaN", b"1 0", b"--5", b"5.", b"-.5", b"\xd9\xa3", b"9223372036854775808",
)  # fmt: skip
_BAD_DATES = (
    b"20250230",
    b"00000000",
    b"2025",
    b"20251301",
    b"99999999",
    b"2025-02-03",
    b"ABCDEFGH",
)
_BAD_CODES = (b"ZZ9", b"999", b"-1", b"", b"CO CO", b"\xe9\xe8", b"X" * 300)
_MONEY_AT = {b"CLP": (3, 4, 5), b"SVC": (2, 3), b"CAS": (3, 6), b"BPR": (2,), b"AMT": (2,),
             b"PLB": (4,), b"CLM": (2,), b"SV1": (2,)}  # fmt: skip
_DATES_AT = {b"DTM": (2,), b"DTP": (3,), b"BPR": (16,), b"PLB": (2,), b"GS": (4,), b"DMG": (2,)}
_CODES_AT = {b"CAS": (1, 2), b"CLP": (2, 6), b"LQ": (1, 2), b"MOA": (3,), b"PLB": (3,),
             b"ST": (1,), b"GS": (1, 8)}  # fmt: skip


def mutations(seed: int, source: bytes) -> Iterator[tuple[str, bytes]]:
    """Damaged copies of the source without end, each with the name of what was done to it.

    Same seed and source, same stream. One copy in four is damaged twice.
    """
    rng = seeded(seed)
    names = tuple(MUTATIONS)
    while True:
        name = rng.choice(names)
        damaged = MUTATIONS[name](rng, source)
        if rng.random() < 0.25:
            second = rng.choice(names)
            name, damaged = f"{name}+{second}", MUTATIONS[second](rng, damaged)
        yield name, damaged


def flip_byte(rng: Random, source: bytes) -> bytes:
    """One to eight bytes replaced by any others."""
    changed = bytearray(source)
    for _ in range(rng.randint(1, 8) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def delete_bytes(rng: Random, source: bytes) -> bytes:
    """A short stretch gone."""
    at = rng.randrange(len(source) + 1)
    return source[:at] + source[at + rng.randint(1, 40) :]


def insert_bytes(rng: Random, source: bytes) -> bytes:
    """A short stretch of chance bytes put in."""
    at = rng.randrange(len(source) + 1)
    return source[:at] + rng.randbytes(rng.randint(1, 40)) + source[at:]


def truncate(rng: Random, source: bytes) -> bytes:
    """Cut anywhere, most often in the middle of a segment."""
    return source[: rng.randrange(len(source) + 1)]


def truncate_in_isa(rng: Random, source: bytes) -> bytes:
    """Cut inside the interchange header."""
    return source[: rng.randrange(107)]


def swap_delimiters(rng: Random, source: bytes) -> bytes:
    """One delimiter exchanged for another character everywhere, in ISA too or not."""
    old = rng.choice((b"*", b":", b"~", b"^"))
    new = rng.choice((b"|", b">", b"\x1d", b"\x1c", b"!", b"*", b"~", b"\n", b" "))
    start = 0 if rng.random() < 0.6 else 106
    return source[:start] + source[start:].replace(old, new)


def drop_segment(rng: Random, source: bytes) -> bytes:
    """One segment gone, be it ISA."""
    parts = source.split(b"~")
    del parts[rng.randrange(len(parts))]
    return b"~".join(parts)


def duplicate_segment(rng: Random, source: bytes) -> bytes:
    """One segment twice."""
    parts = source.split(b"~")
    at = rng.randrange(len(parts))
    return b"~".join([*parts[:at], parts[at], *parts[at:]])


def reorder_segments(rng: Random, source: bytes) -> bytes:
    """Two segments in each other's place."""
    parts = source.split(b"~")
    one, other = rng.randrange(len(parts)), rng.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]
    return b"~".join(parts)


def change_line_ends(rng: Random, source: bytes) -> bytes:
    """CRLF, CR, blank lines, or none."""
    plain = source.replace(b"\r", b"").replace(b"\n", b"")
    return plain.replace(b"~", b"~" + rng.choice((b"", b"\r\n", b"\r", b"\n\n", b" \n", b"\t")))


def wrap_lines(rng: Random, source: bytes) -> bytes:
    """Broken into lines of 80 bytes, as mainframes do."""
    plain = source.replace(b"\r", b"").replace(b"\n", b"")
    end = rng.choice((b"\n", b"\r\n"))
    return end.join(plain[at : at + 80] for at in range(0, len(plain), 80))


def change_encoding(rng: Random, source: bytes) -> bytes:
    """A byte-order mark, UTF-16, or a Latin-1 letter in a name."""
    text = source.decode("latin-1")
    ways = (
        lambda: b"\xef\xbb\xbf" + source,
        lambda: text.encode("utf-16"),
        lambda: text.encode("utf-16-le"),
        lambda: text.encode("utf-16-be"),
        lambda: source.replace(b"NM1*QC*1*", b"NM1*QC*1*\xd1"),
        lambda: source.replace(b"NM1*QC*1*", b"NM1*QC*1*\xc3\x91"),
    )
    return rng.choice(ways)()


def wrong_count(rng: Random, source: bytes) -> bytes:
    """A trailer that counts wrong, or not at all."""
    tag = rng.choice((b"SE", b"GE", b"IEA"))
    return _replace_element(rng, source, {tag: (1,)}, (b"0", b"7", b"", b"-3", b"1e9", b"many"))


def long_garbage(rng: Random, source: bytes) -> bytes:
    """A long run of one byte, or of chance bytes, in the middle of things."""
    at = rng.randrange(len(source) + 1)
    size = rng.randint(1_000, 20_000)
    filler = rng.choice((b"A" * size, b"*" * size, b"~" * size, b"\x00" * size))
    return source[:at] + (filler if rng.random() < 0.8 else rng.randbytes(size)) + source[at:]


def bad_amount(rng: Random, source: bytes) -> bytes:
    """An amount that is none, or that no integer holds."""
    return _replace_element(rng, source, _MONEY_AT, _BAD_AMOUNTS)


def bad_date(rng: Random, source: bytes) -> bytes:
    """A date that is none."""
    return _replace_element(rng, source, _DATES_AT, _BAD_DATES)


def unknown_code(rng: Random, source: bytes) -> bytes:
    """A code that is on no list."""
    return _replace_element(rng, source, _CODES_AT, _BAD_CODES)


def empty_element(rng: Random, source: bytes) -> bytes:
    """One element of one segment emptied."""
    parts = source.split(b"~")
    at = rng.randrange(len(parts))
    elements = parts[at].split(b"*")
    elements[rng.randrange(len(elements))] = b""
    parts[at] = b"*".join(elements)
    return b"~".join(parts)


def too_many_elements(rng: Random, source: bytes) -> bytes:
    """A segment with far more elements than the standard has."""
    parts = source.split(b"~")
    at = rng.randrange(len(parts))
    parts[at] += b"*EXTRA" * rng.randint(1, 200)
    return b"~".join(parts)


def two_files(rng: Random, source: bytes) -> bytes:
    """The file twice in one, with something between or not."""
    return source + rng.choice((b"", b"\n\n", b"\x1a", b"garbage")) + source


MUTATIONS: dict[str, Mutation] = {
    function.__name__: function
    for function in (
        flip_byte, delete_bytes, insert_bytes, truncate, truncate_in_isa, swap_delimiters,
        drop_segment, duplicate_segment, reorder_segments, change_line_ends, wrap_lines,
        change_encoding, wrong_count, long_garbage, bad_amount, bad_date, unknown_code,
        empty_element, too_many_elements, two_files,
    )
}  # fmt: skip


def _replace_element(
    rng: Random, source: bytes, places: Mapping[bytes, tuple[int, ...]], values: tuple[bytes, ...]
) -> bytes:
    """The source with one of the elements replaced; unchanged where no such segment stands."""
    parts = source.split(b"~")
    found = [at for at, part in enumerate(parts) if part.strip().split(b"*", 1)[0] in places]
    if not found:
        return source
    at = rng.choice(found)
    elements = parts[at].split(b"*")
    number = rng.choice(places[elements[0].strip()])
    elements += [b""] * (number + 1 - len(elements))
    elements[number] = rng.choice(values)
    parts[at] = b"*".join(elements)
    return b"~".join(parts)
