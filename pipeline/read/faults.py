"""What can go wrong while reading."""

from __future__ import annotations


class InputError(Exception):
    """The input as a whole cannot be read: it does not exist, or may not be opened."""


class ReadError(Exception):
    """One source, or the rest of it, cannot be read.

    Args:
        error: short class of the problem, for ``problems.error``.
        message: what happened, in words.
    """

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error
        self.message = message
