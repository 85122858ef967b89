"""Where a marked name really starts and ends: what cannot belong to it is cut off."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from pipeline.language.capitals import CAPITAL
from pipeline.language.institutions import InstitutionLexicon
from pipeline.organisations.holders import end_before_holder
from pipeline.organisations.tails import without_joiner

_EDGE = " \t\n\u00a0.,;:!?*•·|–-/()[]"
QUOTES = {"„": '“”"', "“": "”", "«": "»", "»": "«", '"': '"', "‚": "‘"}
_WORD = re.compile(r"[^\s\u00a0]+")
_STOP = re.compile(rf"(?:(?<=[^\W\d_]{{5}})|(?<=[”“+]))\. (?={CAPITAL})| [|·•] |(?<=[^\W\d_]{{2}}): (?={CAPITAL})")
_CAPITAL_NEXT = re.compile(rf"[ \u00a0]{CAPITAL}")
_CLOSING = '“”»"'
_OPENS = re.compile(r"(?:^|\n|[.!?…:;•–][ \u00a0][„«\"]?|[\"„«|>])\Z")
_DASHES = frozenset("–—-")
_LONGEST_QUOTE = 70
_PATRON = 1  # words of a patron's name but the last: behind two of them in the genitive a nominative is someone else
_OPENING = 3  # characters that _OPENS reads back at most


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without line ends, outer punctuation and single quotation marks; empty if nothing remains."""
    if (line := text.find("\n", start, end)) >= 0:
        start, end = (start, line) if line - start >= 3 else (line + 1, end)
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE and not _is_abbreviation(text, start, end):
        end -= 1
    if match := _STOP.search(text, start, end):
        end = match.start()
    if (opened := text.rfind(" (", start, end)) > start and text.find(")", opened, end) < 0:
        end = opened
    return _balance(text, start, end)


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """A full stop that belongs to the name (``e. V.``, ``S.A.``) or a closing bracket with its opening one."""
    last = text[end - 1]
    if last == ".":
        return bool(re.search(r"(?<!\w)\w{1,2}\.$", text[max(start, end - 4) : end]))
    return last == ")" and "(" in text[start:end]


def _balance(text: str, start: int, end: int) -> tuple[int, int]:
    """Quotation marks in pairs: take in the missing partner, else drop the single one and what it opens."""
    for opening, closings in QUOTES.items():
        inside = text[start:end]
        if opening in closings and inside.count(opening) % 2 == 0:
            continue
        if (opening == "“" and "„" in inside) or (opening == "»" and "«" in inside):
            continue  # here it closes
        opened = inside.rfind(opening)
        if opened >= 0 and not any(closing in inside[opened + 1 :] for closing in closings):
            stop = _closing(text, end, closings)
            if stop:
                end = stop
            elif opened == 0:
                start += 1
            elif opening not in '"' or inside.count('"') == 1:
                end = start + len(inside[:opened].rstrip())
        elif inside[-1:] in closings and inside[-1:] not in QUOTES and opening not in inside[:-1]:
            if start > 0 and text[start - 1] == opening:
                start -= 1
            elif not any(other in inside[:-1] for other in QUOTES):
                end -= 1
    return start, end


def _closing(text: str, end: int, closings: str) -> int:
    """One past the quotation mark that closes after ``end`` on the same line; 0 if there is none near."""
    line = text.find("\n", end, end + _LONGEST_QUOTE)
    stop = line if line >= 0 else end + _LONGEST_QUOTE
    found = [position for closing in closings if (position := text.find(closing, end, stop)) >= 0]
    return min(found) + 1 if found else 0


def cut(text: str, start: int, end: int, lexicon: InstitutionLexicon, opens_person: Callable[[str], bool]) -> int:
    """The end of a name without the words that run on after it: verbs, adverbs, a person.

    A word that ends names (an article, an adverb, a common verb) ends this one, but not after the preposition of a
    purpose (``Verein für das Alter``); so does a dash before a person (``Urząd Zdrowia – Jan Kral``). After a name of
    two words a given name in the nominative begins a person, who holds an office there, unless a word for patrons or
    another given name stands before it (``Liceo Vittorio Emanuele II``) or the name's first word is a head that names
    follow at once (``Escuela de Arte Ana Ruiz``).
    """
    end = end_before_holder(text, start, end, lexicon, opens_person)
    words = [(match[0], start + match.start()) for match in _WORD.finditer(text[start:end])]
    quoted = False
    patron = 1 if words and _calls_after(words[0][0], lexicon) else 0  # where the patron's name begins
    for number, (word, position) in enumerate(words):
        quoted = quoted or word[0] in QUOTES
        if number and not quoted:
            before = words[number - 1][0]
            dashed = word in _DASHES and number + 1 < len(words) and opens_person(words[number + 1][0])
            if dashed or (word in lexicon.enders and before not in lexicon.purpose):
                end = position
                break
            named = number >= 2 or sum(map(str.isupper, before)) >= 2
            follows = _CAPITAL_NEXT.match(text, position + len(word))
            ended = _may_end(before, lexicon) and not opens_person(before)
            free = not patron or (patron < number - _PATRON and lexicon.takes_genitive_place)
            if named and follows and ended and free and word[0].isupper() and opens_person(word.split("-")[0]):
                end = position
                break
        patron = patron or (number + 1 if word in lexicon.patrons or word in lexicon.saints else 0)
        if quoted and word[-1:] in '“”»"':
            quoted = False
    end = without_joiner(text, start, end, lexicon)
    body, _, last = text[start:end].rpartition(" ")
    if body.endswith(lexicon.pointed_forms) and body not in lexicon.pointed_forms and last.istitle():
        return start + len(body)  # "Nemocnice Klamka o.p.s. Ceny": the point ended the sentence too
    if body and lexicon.is_function(last) and not _ends_head(text[start:end], lexicon):
        return without_joiner(text, start, start + len(body), lexicon)  # "DRK Sprecher", "Ayuntamiento por el Alcalde"
    compound = last.rpartition("-")
    return end - len(compound[2]) - 1 if compound[0] and lexicon.is_function(compound[2]) else end  # IG Metall-Chef


def _ends_head(name: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a name ends with a listed head of several words, which may hold a function: ``Kancelaria Marszałka``."""
    count = len(name.split())
    return any(head.length > 1 and head.position + head.length == count for head in lexicon.heads(name))


def _calls_after(word: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a name's first word is a head that a person may follow after whom the body is called."""
    return word.casefold() in lexicon.heads_before_names and not lexicon.takes_genitive_place


def end_at_head(text: str, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """The end of a name where heads stand last: ``Utenos ligoninės | ataskaita``.

    Words in small letters behind the last head belong to the sentence. A word with a capital, a number or a quotation
    mark behind it is a part of the name all the same, but not the place where it is (``muziejus | Biržuose``).
    """
    if lexicon.phrases is None or not lexicon.phrases.heads_last:
        return end
    words = list(_WORD.finditer(text[start:end]))
    for before, match in pairwise(words):
        seated = before[0].casefold().startswith(lexicon.phrases.seated)
        if lexicon.phrases.is_place(match[0]) and not seated and _is_head(before[0], lexicon):
            return start + before.end()
    for match in reversed(words[1:]):
        if _is_head(match[0], lexicon):
            return start + match.end()
        if not (match[0].islower() and match[0].isalpha()):
            break
    return end


def _is_head(word: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a word heads names of institutions, also one that tells no type."""
    head = next(lexicon.heads(word), None)
    general = lexicon.phrases is not None and word.casefold() in lexicon.phrases.heads
    return general or (head is not None and head.kind == "head")


def _may_end(word: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a name may end with a word: a capital, a quotation mark, a common noun where patrons are in the genitive.

    ``Тюменская филармония | Марина Котова``, but ``lycée professionnel Jean Moulin``.
    """
    small = lexicon.takes_genitive_place and word.islower() and word not in lexicon.joiners
    return word[0].isupper() or word[-1] in _CLOSING or small


def skip(text: str, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """The start of a name without what stands before it.

    That is a function (``Wójt Gminy``), a small adjective or noun (``podnet | spoločnosti``), and a noun whose capital
    only opens the sentence (``Pozvanie | Magistrátu``).
    """
    start = _without_opening_noun(text, start, end, lexicon)
    if office := lexicon.office.match(text, start, end):
        rest = text[office.end() : end]
        if lexicon.is_function(office[1]) and rest and lexicon.is_headed(rest):
            return office.end()  # "Executive Director of the Housing Agency"
    for match in _WORD.finditer(text[start:end]):
        word = match[0]
        small = word[0].islower() and word.isalpha() and not lexicon.is_headed(word)
        if not (small or lexicon.is_function(word)) or match.end() == end - start:
            return start + match.start()
        behind = text[start + match.end() : end].split()[0]
        kind = lexicon.phrases is not None and lexicon.phrases.is_kind(word)
        headed = behind in lexicon.heads_before_names and not kind
        if small and not (headed or any(letter.isupper() for letter in behind)):
            return start
    return start


def _without_opening_noun(text: str, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """The start of a name without the noun that opens the sentence, where only names have capitals.

    Behind it stands a word with a capital that heads the name or is the adjective of its head.
    """
    words = text[start:end].split()
    if lexicon.phrases is None or lexicon.phrases.heads_last or not lexicon.phrases.adjectives:
        return start  # nothing tells an adjective that opens the name: "Koninklijke Harmonie Apollo"
    if len(words) < 2 or not _OPENS.search(text[max(0, start - _OPENING) : start]):
        return start
    if words[0].casefold() in lexicon.purpose and words[1][0].isupper():
        return start + text[start:end].index(words[1], len(words[0]))  # "Pro | Týdeník Lípa"
    if len(words) < 3:
        return start
    first, second, third = words[:3]
    named = second.istitle() and (
        lexicon.is_headed(second) or (lexicon.phrases.is_adjective(second) and lexicon.is_headed(third))
    )
    if not (named and first.istitle() and first.isalpha()) or lexicon.phrases.is_adjective(first):
        return start
    return start if lexicon.is_headed(first) else start + text[start:end].index(second, len(first))
