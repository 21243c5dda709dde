"""The practice's own books: what its office posted for each visit, and what it posted wrongly."""

from reclaim.x12.generate.books.course import Books, Span, books

__all__ = ["Books", "Span", "books"]
