"""`reclaim check` tells what is wrong, to people and programs, and names nobody."""

import json
from pathlib import Path

from reclaim.wording import short_path
from tests.cli.conftest import Reclaim
from tests.texts import remit


def test_a_clean_file_exits_0(reclaim: Reclaim, clean: Path, sent: Path) -> None:
    said = reclaim("check", clean, sent)
    assert said.code == 0
    assert said.out.startswith("2 files, ")
    assert "no problems" in said.out


def test_problems_exit_1_and_are_counted(reclaim: Reclaim, broken: Path) -> None:
    said = reclaim("check", broken)
    assert said.code == 1
    assert (
        f"{short_path(str(broken))}:19: claim A2 does not balance  [X835-BALANCE-CLAIM]" in said.out
    )
    assert "CLP*A2*4*80*0" in said.out
    summary = said.out.partition("1 file, 26 segments")[2]
    assert "3 errors, 1 warning" in summary or "errors" in summary
    assert "X835-CARC-UNKNOWN" in summary


def test_notes_alone_exit_0(reclaim: Reclaim, tmp_path: Path) -> None:
    path = tmp_path / "note.835"
    path.write_text(remit().replace("CLP*A1*1*200*120*20*", "CLP*A1*1*200*120*0*"), "utf-8")
    said = reclaim("check", path)
    assert "1 note." in said.out
    assert said.code == 0


def test_a_missing_path_exits_2(reclaim: Reclaim, tmp_path: Path) -> None:
    said = reclaim("check", tmp_path / "none.835")
    assert said.code == 2
    assert "PATH-MISSING" in said.err
    assert said.out == ""


def test_a_folder_without_input_exits_2(reclaim: Reclaim, tmp_path: Path) -> None:
    said = reclaim("check", tmp_path)
    assert said.code == 2
    assert "PATH-EMPTY" in said.err


def test_an_unknown_option_exits_2(reclaim: Reclaim, clean: Path) -> None:
    assert reclaim("check", clean, "--no-such-option").code == 2


def test_json_is_one_object_a_line(reclaim: Reclaim, broken: Path) -> None:
    said = reclaim("check", broken, "--json")
    found = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 1
    balance = next(problem for problem in found if problem["code"] == "X835-BALANCE-CLAIM")
    assert balance["file"] == str(broken)
    assert balance["difference_cents"] == 1000
    assert balance["segment_number"] == 19
    assert balance["claim"] == "A2"


def test_problems_of_payments_and_envelopes_show_their_segment(
    reclaim: Reclaim, tmp_path: Path
) -> None:
    path = tmp_path / "late.835"
    path.write_text(remit().replace("IEA*1*000000001", "IEA*1*000000002"), "utf-8")
    found = json.loads(reclaim("check", path, "--json").out)
    assert found["code"] == "X12-ISA-CONTROL"
    assert found["excerpt"] == "IEA*1*000000002"


def test_each_file_keeps_its_own_delimiters(reclaim: Reclaim, broken: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.835"
    other.write_text(broken.read_text("utf-8").replace("*", "|").replace(":", ">"), "utf-8")
    found = [
        json.loads(line) for line in reclaim("check", broken, other, "--json").out.splitlines()
    ]
    excerpts = {problem["file"]: problem["excerpt"] for problem in found}
    assert excerpts[str(broken)].startswith(("CLP*", "CAS*", "SVC*"))
    assert excerpts[str(other)].startswith(("CLP|", "CAS|", "SVC|"))


def test_the_limit_holds_for_each_code_in_a_file(reclaim: Reclaim, tmp_path: Path) -> None:
    path = tmp_path / "many.835"
    path.write_text(remit().replace("*CO*", "*ZZ*"), "utf-8")
    said = reclaim("check", path, "--limit", "1")
    assert said.out.count("[X835-GROUP-UNKNOWN]") == 1
    assert "2 more of X835-GROUP-UNKNOWN" in said.out
    assert "        3  " in said.out
    everything = reclaim("check", path, "--limit", "0")
    assert everything.out.count("[X835-GROUP-UNKNOWN]") == 3


def test_what_is_not_x12_is_a_problem_and_not_a_stop(reclaim: Reclaim, tmp_path: Path) -> None:
    for name, content in {
        "empty.835": b"",
        "text.835": b"Dear PLANTEDLAST, your cheque is in the mail.",
        "binary.835": bytes(range(256)),
        "cut.835": b"ISA*00*   ",
        "broken.zip": b"PK\x03\x04 and no more",
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        said = reclaim("check", path)
        assert said.code == 1, name
        assert "Next:" in said.out, name
        assert said.err == "", name


def test_a_copy_is_told_by_its_own_name(reclaim: Reclaim, clean: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.835"
    copy.write_bytes(clean.read_bytes())
    said = reclaim("check", clean, copy)
    assert f"{short_path(str(copy))}: the same bytes" in said.out
    assert said.code == 0


def test_a_long_name_stands_once_above_and_in_the_command(reclaim: Reclaim, broken: Path) -> None:
    folder = broken.parent / ("long-" * 12) / "in"
    folder.mkdir(parents=True)
    path = broken.rename(folder / "remit.835")
    lines = reclaim("check", path).out.splitlines()
    assert lines[0] == str(path)
    assert lines[1].startswith(".../in/remit.835:")
    assert all(line.startswith("Next: ") for line in lines[1:] if str(path) in line)
