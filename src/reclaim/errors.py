"""What a user meets when a command cannot go on: where, what, why, and what to do next."""


class ReclaimError(Exception):
    """A stop that the user can mend.

    Bad data is never raised: it is a row in `problems`. This is for what leaves nothing to work
    on: a folder that does not exist, a rule file that cannot be understood.

    Args:
        code: the stable name that docs/reference/problems.md explains. It never changes meaning.
        where: the file, with line where known ("contract.yaml:12").
        what: what is wrong, as a sentence without a full stop. No names, member ids, birth dates.
        why: what follows from it, or how it was noticed.
        next_step: the command or the edit that comes next.
    """

    exit_code = 1

    def __init__(self, code: str, *, where: str, what: str, why: str, next_step: str) -> None:
        super().__init__(code, where, what, why, next_step)
        self.code = code
        self.where = where
        self.what = what
        self.why = why
        self.next_step = next_step

    def __str__(self) -> str:
        """The lines a terminal shows."""
        return f"{self.where}: {self.what}  [{self.code}]\n{self.why}\nNext: {self.next_step}"

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild by keyword, so that an error of a worker process reaches the user whole."""
        return _rebuild, (type(self), self.code, self.where, self.what, self.why, self.next_step)


class UsageError(ReclaimError):
    """The command itself was wrong: an option or a path that cannot be meant."""

    exit_code = 2


def _rebuild(
    kind: type[ReclaimError], code: str, where: str, what: str, why: str, next_step: str
) -> ReclaimError:
    return kind(code, where=where, what=what, why=why, next_step=next_step)
