"""Rules for what is no plain calendar date: relative words, parts, numbered weeks, seasons, named days, decades.

The rules know no language: "last", "ago", "later" and the like are kinds of words that the lexicon tells apart.
Each rule takes the tokens and a position and gives (position after it, expression), or None.
"""

from __future__ import annotations

from pipeline.extract.dates.numbers import (
    roman_number,
)
from pipeline.extract.dates.relative import RelativeRules
from pipeline.extract.dates.rules import (
    PARTS,
    Read,
)
from pipeline.extract.dates.tokens import Token


class PhraseReader(RelativeRules):
    """Rules for relative and named expressions of one language."""

    def read(self, tokens: list[Token], at: int) -> Read | None:
        """The longest expression that begins here."""
        means = tokens[at].means
        best: Read | None = None
        for kind, rules in _RULES.items():
            if kind in means or (kind == "number" and tokens[at].number >= 0):
                for rule in rules:
                    found = rule(self, tokens, at)
                    if found and (best is None or found[0] > best[0]):
                        best = found
        small = len(tokens[at].low) == 1 and not tokens[at].upper  # "v", "i": words of Slavic languages
        if best is None and roman_number(tokens[at].low) and not small:
            return self.roman(tokens, at)
        return best


_RULES = {
    "now": (PhraseReader.now,),
    "eve": (PhraseReader.told,),
    "morrow": (PhraseReader.told,),
    "roman": (PhraseReader.roman,),
    "step": (PhraseReader.step, PhraseReader.ordinal),
    "edge": (PhraseReader.edge,),
    "unit": (PhraseReader.years_of, PhraseReader.unit, PhraseReader.unit_number, PhraseReader.weekend),
    "count": (PhraseReader.counted,),
    "number": (PhraseReader.counted, PhraseReader.number),
    "ago_before": (PhraseReader.ago,),
    "ahead": (PhraseReader.ahead,),
    "near": (PhraseReader.near,),
    "weekday": (PhraseReader.weekday,),
    "weekday_short": (PhraseReader.weekday,),
    "ordinal": (PhraseReader.ordinal,),
    "season": (PhraseReader.season,),
    "feast": (PhraseReader.feast,),
    "term": (PhraseReader.term,),
    "decade": (PhraseReader.decade,),
    "century": (PhraseReader.century,),
    **dict.fromkeys(PARTS, (PhraseReader.part,)),
}
