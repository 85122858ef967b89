"""Character classes of capital and small letters for patterns: Python's own patterns know none beyond ASCII."""

from __future__ import annotations

_LETTERS = [chr(code) for code in range(0x41, 0x530) if chr(code).isalpha()]

CAPITAL = f"[{''.join(letter for letter in _LETTERS if letter.isupper())}]"
"""A pattern for one capital letter, Latin, Greek or Cyrillic."""

SMALL = f"[{''.join(letter for letter in _LETTERS if letter.islower())}]"
"""A pattern for one small letter, Latin, Greek or Cyrillic."""
