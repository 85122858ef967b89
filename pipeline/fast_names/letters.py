"""What spaCy's tokenizer can be spared: to look for signs within words of letters alone, which most words are.

Its patterns for what ends or joins a word (commas, brackets, hyphens, units behind numbers) all need a sign or a digit.
To try their hundreds of alternatives at each letter is most of what a new word costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

_MOST_RULES = 1_000
"""A tokenizer with more words of its own reads them anew for half a second (Dutch), more than a short run would win."""


def spare_letters(tokenizer: Any, words: Iterable[str]) -> None:
    """Let the patterns of a spaCy tokenizer pass over words of letters alone; its tokens stay the same.

    Args:
        tokenizer: left as it is if it has too many rules, or one of its patterns finds something in a word of letters.
        words: some words on which that is tried.
    """
    suffix, infixes = tokenizer.suffix_search, tokenizer.infix_finditer
    if suffix is None or infixes is None or len(tokenizer.rules) > _MOST_RULES:
        return
    tried = [word for word in words if word.isalpha()]
    if any(suffix(word) or any(infixes(word)) for word in tried):
        return

    def find_suffix(word: str) -> Any:
        return None if word.isalpha() else suffix(word)

    def find_infixes(word: str) -> Iterator[Any]:
        return iter(()) if word.isalpha() else infixes(word)

    tokenizer.suffix_search, tokenizer.infix_finditer = find_suffix, find_infixes
