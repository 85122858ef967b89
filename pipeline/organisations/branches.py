"""How a name goes on with its branch or its year of foundation: ``Rotes Kreuz | , Abteilung Ulm``, ``SV Aue | 1920``.

In the press corpus 15 German names of clubs hold the year that follows them, and none stands before such a year that
tells a date; 14 of 14 branches that a comma or a dash joins to their mother belong to her name.
"""

from __future__ import annotations

from pipeline.language.institutions import InstitutionLexicon
from pipeline.records import AnnotatedDocument


def past_branch(document: AnnotatedDocument, end: int, lexicon: InstitutionLexicon) -> int:
    """One past the branch behind a name, with the place or portfolio that it is called after; ``end`` without one."""
    match = lexicon.branch.match(document.text, end)
    if match is None:
        return end
    name = document.name_at(match.start(1))
    if name is None:
        return match.end()
    if name.label == "PER" or (name.label == "ORG" and name.start_char == match.start(1)):
        return end
    return max(match.end(), name.end_char)


def past_year(text: str, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """One past the year of foundation behind the name of a club; ``end`` without one."""
    match = lexicon.founding_year.match(text, end)
    dated = match is not None and lexicon.type_of(text[start:end]) in lexicon.table["types_with_years"]
    return match.end() if match and dated else end
