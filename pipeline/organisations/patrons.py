"""Institutions called after people, in languages that put heads first: ``école Marcel-Pagnol``, ``Liceo Aldo Moro``.

The recogniser marks the person alone and leaves off the head, or marks the head and stops. Right behind a head that
names are made of (``heads_before_names`` of ``institutions.toml``), with nothing between but words that stand in
names, a person's name belongs to the institution, and so does whatever stands in quotation marks. Not behind a
function: ``directrice du musée Anne Petit`` has a person who directs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.language import LanguagePack
from pipeline.language.capitals import CAPITAL, SMALL
from pipeline.language.institutions import InstitutionLexicon
from pipeline.organisations.extension import start_with_kind
from pipeline.records import AnnotatedDocument, Name

_WORD_BEFORE = re.compile(r"(?<![\w'’.-])((?:[^\W\d_]{1,5}['’])?)([^\W\d_][\w-]*|\d{1,4})[ \u00a0]$")
_NUMBER_BEFORE = re.compile(r"(?<!\w)n\.?[ \u00a0]?[º°]?[ \u00a0]?$")
_WORDS = re.compile(r"[^\W\d_][\w-]*")
_NUMERAL = re.compile(r"[ \u00a0][IVX]{1,5}(?!\w)")
_BLANKS = (" ", "\u00a0")
_SMALL_WORD = re.compile(r"[^\s']+'?")
_SMALL_WORDS = rf"(?:[ \u00a0]{SMALL}[\w'’-]*){{0,3}}[ \u00a0]"
_QUOTED_TAIL = re.compile(
    rf"({_SMALL_WORDS})(?:«[ \u00a0]?{CAPITAL}[^»\n]{{1,40}}»|\"{CAPITAL}[^\"\n]{{1,40}}\"|“{CAPITAL}[^”\n]{{1,40}}”)"
)
_CALLED_AFTER = frozenset({"education", "health", "culture", "social_service"})
_BACK = 45
_LONGEST = 5
_FUNCTION_WITHIN = 30


def patron_spans(document: AnnotatedDocument, pack: LanguagePack) -> Iterator[tuple[int, int]]:
    """(start, end) of heads with the persons or the quoted names behind them."""
    lexicon = pack.institutions
    yield from _quoted(document.text, lexicon)
    if not lexicon.heads_before_names or lexicon.takes_genitive_place:
        return  # patrons stand in the genitive: a name right behind a body is someone who works there
    for name in document.names:
        if name.label != "PER":
            continue
        start = max(_head_before(document.text, name.start_char, lexicon), _marked_before(document, name, lexicon))
        if start >= 0 and not _has_function_before(document, start, lexicon):
            numeral = _NUMERAL.match(document.text, name.end_char)
            yield start, numeral.end() if numeral else name.end_char


def _quoted(text: str, lexicon: InstitutionLexicon) -> Iterator[tuple[int, int]]:
    """A head that names follow with the quoted name behind it: ``casa di riposo "Villa Lieta"``."""
    for match in _WORDS.finditer(text) if lexicon.heads_before_names else ():
        tail = match[0].casefold() in lexicon.heads_before_names and _QUOTED_TAIL.match(text, match.end())
        small = _SMALL_WORD.findall(tail[1].replace("’", "'")) if tail else ()
        if tail and all(word in lexicon.tail_words or word in lexicon.joiners for word in small):
            yield start_with_kind(text, match.start(), lexicon), tail.end()


def _head_before(text: str, end: int, lexicon: InstitutionLexicon) -> int:
    """Where the head begins that only words of names part from ``end``; -1 if there is none.

    The last of them is no small joiner: ``Palacio de Congresos | Ana Ruiz``, but not ``museo de | Ana Ruiz``.
    """
    position = end
    for _ in range(_LONGEST):
        match = _WORD_BEFORE.search(text, max(0, position - _BACK), position)
        if match is None or "\n" in match[0]:
            return -1
        folded = match[2].casefold()
        if folded in lexicon.heads_before_names:
            return match.start(2)
        if folded.isdigit():
            number = _NUMBER_BEFORE.search(text, max(0, match.start() - 5), match.start())
            position = number.start() if number else match.start()
        elif not match[1] and (match[2] in lexicon.saints or folded in lexicon.tail_words):
            position = match.start()
        elif position < end and match[2] in lexicon.joiners - lexicon.conjunctions:
            position = match.start() + len(match[1])
        else:
            return -1
    return -1


def _marked_before(document: AnnotatedDocument, person: Name, lexicon: InstitutionLexicon) -> int:
    """Where a marked body of a kind that is called after people begins right before the person; -1 if none does."""
    body = document.name_at(person.start_char - 2)
    if body is None or body.label != "ORG" or document.text[body.end_char : person.start_char] not in _BLANKS:
        return -1
    head = next(lexicon.heads(body.text), None)
    called = head is not None and head.position == 0 and head.kind == "head" and head.type in _CALLED_AFTER
    return body.start_char if called else -1


def _has_function_before(document: AnnotatedDocument, start: int, lexicon: InstitutionLexicon) -> bool:
    """Whether a function stands before the head whose holder is not named before it already."""
    text = document.text
    line = max(text.rfind("\n", 0, start), text.rfind(".", 0, start), start - _FUNCTION_WITHIN, 0)
    for word in _WORDS.finditer(text, line, start):
        if lexicon.is_function(word[0]):
            before = text[: word.start()].rstrip(", \u00a0")
            holder = document.name_at(len(before) - 1)
            return holder is None or holder.label != "PER"
    return False
