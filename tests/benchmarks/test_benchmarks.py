"""The pieces of the benchmark count what they say; how long they take is nobody's test."""

from pathlib import Path

import pytest

from benchmarks import audit_curve, inputs, read, split, words
from benchmarks.against_peers import fastest
from benchmarks.cost import Cost, cost
from benchmarks.floors import audit_floors, floors
from benchmarks.inputs import Inputs
from benchmarks.series import Series, repeat
from benchmarks.spawn import FailedRunError, last_error, measured
from benchmarks.startup import CHECK, Wait
from reclaim.x12.reader import read as read_tables

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def one_megabyte(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return inputs.one_file(tmp_path_factory.mktemp("inputs"), 1)


def series(name: str, speed: float, peak_megabytes: int = 500) -> Series:
    """Two runs on 100 MB; the faster at the given MB/s, the other in twice the time."""
    runs = [Cost(100 / speed * slower, 1.0, peak_megabytes * MEGABYTE, 7) for slower in (2, 1)]
    return Series(name, 100, tuple(runs))


def test_reading_and_splitting_meet_the_same_segments(one_megabyte: Inputs) -> None:
    (path,) = one_megabyte.folder.iterdir()
    tables = read_tables([path])
    cut = split.segments([path.read_bytes()])
    assert tables["transactions"].height == 1
    # What follows the last terminator is a piece for split, and no segment.
    assert cut == tables["segments"].height + 1
    spent = cost(lambda: read.rows(one_megabyte.folder, threads=2))
    assert spent.rows == sum(table.height for table in tables.values())


def test_inputs_have_the_size_they_are_asked_for_and_are_used_again(tmp_path: Path) -> None:
    many = inputs.many_files(tmp_path, 2)
    times = {path: path.stat().st_mtime_ns for path in many.folder.iterdir()}
    assert len(times) == 2
    assert many.megabytes == pytest.approx(2, rel=0.02)
    assert inputs.many_files(tmp_path, 2) == many
    assert {path: path.stat().st_mtime_ns for path in many.folder.iterdir()} == times


def test_what_is_made_easy_for_the_peers_is_still_a_whole_remittance() -> None:
    given = b"ISA*~\nST*835*1~\nN1*PR*P*XV*X~\nN1*PE*Q*XX*1~\nCLP*1~\nMIA*5~\nSE*6*1~\nIEA*1~\n"
    assert inputs.eased(given) == (
        b"ISA*~\nST*835*1~\nN1*PR*P~\nN1*PE*Q*XX*1~\nCLP*1~\nSE*5*1~\nIEA*1~\n"
    )


def test_a_measurement_runs_in_a_process_of_its_own(one_megabyte: Inputs) -> None:
    spent = measured("benchmarks.split", str(one_megabyte.folder))
    assert spent.rows > 10_000
    assert spent.seconds > 0
    assert spent.peak_bytes > one_megabyte.megabytes * MEGABYTE


def test_a_run_that_fails_is_told_with_its_error(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    failed = repeat("a peer", 1, 3, lambda: measured("benchmarks.split", gone))
    assert not failed.runs
    assert "failed: FileNotFoundError" in words.series(failed)
    assert fastest([failed]) is None
    assert failed.facts()["failure"] == failed.failure


def test_the_last_error_is_what_the_process_died_of() -> None:
    said = (
        "warned\n"
        "Traceback (most recent call last):\n"
        '  File "peer.py", line 1, in rows\n'
        "ValueError: not a number: 'HARBR'\n"
    )
    assert last_error(said) == "ValueError: not a number: 'HARBR'"
    assert last_error("no such module\n") == "no such module"


def test_the_fastest_run_is_told_with_the_spread_and_the_highest_peak() -> None:
    told = series("reading", 80)
    assert told.megabytes_per_second == 80
    assert told.spread_percent == 100
    assert told.peak_bytes == 500 * MEGABYTE


@pytest.mark.parametrize(
    ("speed", "peer_speed", "peak", "wait", "verdicts"),
    [
        (80, 4, 1499, 4.9, ["met", "met", "met", "met", "met"]),
        (79, 4, 1499, 4.9, ["NOT met", "NOT met", "met", "met", "met"]),
        (80, 4.1, 1500, 5.0, ["met", "NOT met", "NOT met", "met", "NOT met"]),
        (80, None, 1499, None, ["met", "unknown", "met", "met", "unknown"]),
    ],
)
def test_floors_say_whether_they_hold(
    speed: float,
    peer_speed: float | None,
    peak: int,
    wait: float | None,
    verdicts: list[str],
) -> None:
    peer = series("a peer", peer_speed) if peer_speed else None
    found = floors([series("a", speed, peak)], peer, series("audit", 9), [Wait(CHECK, wait, 5)])
    assert [floor.line().rpartition(": ")[2].partition(" (")[0] for floor in found] == verdicts


def point(visits: int, seconds: float, peak_gigabytes: float = 1) -> audit_curve.Point:
    """An audit with as many claims as visits, half of its time spent placing."""
    spent = Cost(seconds, seconds, int(peak_gigabytes * 1e9), visits)
    return audit_curve.Point(visits, 1, spent, {"place": seconds / 2, "judge": seconds / 2})


def test_the_audit_curve_tells_time_a_claim_against_the_smallest() -> None:
    small, large = point(1000, 2), point(10_000, 10)
    assert audit_curve.line(small, small).split()[5:7] == ["2.000", "1.00"]
    assert audit_curve.line(large, small).split()[5:7] == ["1.000", "0.50"]
    last = list(audit_curve.stage_lines([small, large]))[-1]
    assert last.split() == ["judge", "1.0", "5.0", "50%"]


def test_an_audit_that_fails_is_told_and_has_no_stages(tmp_path: Path) -> None:
    failed = audit_curve.measure(Inputs("nothing", tmp_path / "gone", 0), 10)
    assert "failed: " in audit_curve.line(failed, failed)
    assert list(audit_curve.stage_lines([failed])) == []
    assert not any(floor.met for floor in audit_floors([failed]))


def test_stages_that_come_again_are_added_up() -> None:
    text = '{"stage": "a", "seconds": 1}\n{"stage": "b", "seconds": 2}\n'
    assert audit_curve.read_stages(text + text) == {"a": 2, "b": 4}


@pytest.mark.parametrize(
    ("visits", "seconds", "peak", "verdicts"),
    [
        (1_000_000, 59, 2.9, [True, True]),
        (1_000_000, 60, 3.0, [False, False]),
        (10_000, 1, 1.0, [None, None]),
    ],
)
def test_the_demands_on_the_audit_are_for_a_million_visits(
    visits: int, seconds: float, peak: float, verdicts: list[bool | None]
) -> None:
    assert [floor.met for floor in audit_floors([point(visits, seconds, peak)])] == verdicts


def test_a_peer_without_an_environment_is_an_error_and_not_a_figure() -> None:
    with pytest.raises(FailedRunError, match="No module named"):
        measured("benchmarks.peers.no_such_peer")
