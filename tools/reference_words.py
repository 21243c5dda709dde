"""The words of the reference pages: a page, a table, a list of codes."""

from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by `make docs`. Change the source, not this page. -->"


def page(title: str, *parts: str) -> str:
    """A generated page."""
    return "\n\n".join([NOTE, f"# {title}", *parts]) + "\n"


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(text) for text in line) + " |" for line in lines)


def cell(text: str) -> str:
    """A text that may stand in a table."""
    return text.replace("|", "\\|").replace("\n", " ").strip()


def code_list(names: Sequence[str]) -> str:
    """Names as code, with commas."""
    return ", ".join(f"`{name}`" for name in names)
