"""An error names the place, the cause, the consequence and the next step."""

import pickle

from reclaim.errors import ReclaimError, UsageError

MISSING_FOLDER = UsageError(
    "CLI-NO-FILES",
    where="remits/",
    what="no file found",
    why="The folder holds no X12 file, so there is nothing to audit.",
    next_step="reclaim audit FOLDER, with the folder that holds the 835 files",
)


def test_it_reads_where_what_why_next_in_that_order() -> None:
    assert str(MISSING_FOLDER) == (
        "remits/: no file found  [CLI-NO-FILES]\n"
        "The folder holds no X12 file, so there is nothing to audit.\n"
        "Next: reclaim audit FOLDER, with the folder that holds the 835 files"
    )


def test_misuse_leaves_with_2_and_any_other_stop_with_1() -> None:
    assert UsageError.exit_code == 2
    assert ReclaimError.exit_code == 1


def test_an_error_from_a_worker_process_arrives_whole() -> None:
    arrived = pickle.loads(pickle.dumps(MISSING_FOLDER))  # noqa: S301  our own bytes
    assert type(arrived) is UsageError
    assert str(arrived) == str(MISSING_FOLDER)
