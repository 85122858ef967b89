"""Where a marked name really starts and ends: cuts what cannot belong to it, takes in what the recogniser left off."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.language.capitals import CAPITAL
from pipeline.language.institutions import InstitutionLexicon
from pipeline.organisations.branches import past_branch, past_year
from pipeline.organisations.holders import end_before_holder
from pipeline.organisations.tails import without_joiner
from pipeline.records import AnnotatedDocument, Name

_EDGE = " \t\n\u00a0.,;:!?*•·|–-/()[]"
_QUOTES = {"„": '“”"', "“": "”", "«": "»", "»": "«", '"': '"', "‚": "‘"}
_QUOTED = re.compile(
    r"[ \u00a0](?:„[^“”\"\n]{2,60}[“”\"]|“[^”\n]{2,60}”|«[^»\n]{2,60}»|»[^«\n]{2,60}«|\"[^\"\n]{2,60}\")"
)
_WORD = re.compile(r"[^\s\u00a0]+")
_STOP = re.compile(rf"(?:(?<=[^\W\d_]{{5}})|(?<=[”“+]))\. (?={CAPITAL})| [|·•] |(?<=[^\W\d_]{{2}}): (?={CAPITAL})")
_COMPOUND_TAIL = re.compile(rf"–(?={CAPITAL})[\w'’.-]+")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’.-]{0,40})[ \u00a0]$")
_CAPITAL_NEXT = re.compile(rf"[ \u00a0]{CAPITAL}")
_CLOSING = '“”»"'
_OPENS = re.compile(r"(?:^|\n|[.!?…:;•–][ \u00a0][„«\"]?|[\"„«|>])\Z")
_DASHES = frozenset("–—-")
_LONGEST_QUOTE = 70
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
    for opening, closings in _QUOTES.items():
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
        elif inside[-1:] in closings and inside[-1:] not in _QUOTES and opening not in inside[:-1]:
            if start > 0 and text[start - 1] == opening:
                start -= 1
            elif not any(other in inside[:-1] for other in _QUOTES):
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
    patron = bool(words) and _calls_after(words[0][0], lexicon)
    for number, (word, position) in enumerate(words):
        quoted = quoted or word[0] in _QUOTES
        if number and not quoted:
            before = words[number - 1][0]
            dashed = word in _DASHES and number + 1 < len(words) and opens_person(words[number + 1][0])
            if dashed or (word in lexicon.enders and before not in lexicon.purpose):
                end = position
                break
            named = number >= 2 or sum(map(str.isupper, before)) >= 2
            follows = _CAPITAL_NEXT.match(text, position + len(word))
            ended = _may_end(before, lexicon) and not opens_person(before)
            if named and follows and ended and not patron and word[0].isupper() and opens_person(word.split("-")[0]):
                end = position
                break
        patron = patron or word in lexicon.patrons or word in lexicon.saints
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
    mark behind it is a part of the name all the same.
    """
    if lexicon.phrases is None or not lexicon.phrases.heads_last:
        return end
    for match in reversed(list(_WORD.finditer(text[start:end]))[1:]):
        head = next(lexicon.heads(match[0]), None)
        if match[0].casefold() in lexicon.phrases.heads or (head is not None and head.kind == "head"):
            return start + match.end()
        if not (match[0].islower() and match[0].isalpha()):
            break
    return end


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


def extend(document: AnnotatedDocument, start: int, end: int, lexicon: InstitutionLexicon) -> tuple[int, int]:
    """Lengthen a name, part by part, as long as something fits."""
    text = document.text
    if match := lexicon.compound_left.search(text[max(0, start - 40) : start]):
        start -= len(match[0])
    if text[start] in _QUOTES:
        start = _with_head(text, start, lexicon)
    elif not lexicon.is_headed(text[start:end]):
        start = _with_common_head(text, start, lexicon)
    for _ in range(4):
        stop = _extend_once(document, start, end, lexicon)
        if stop == end:
            break
        end = stop
    return start, end


def _with_head(text: str, start: int, lexicon: InstitutionLexicon) -> int:
    """The start of a quoted name with the head before it: ``фонд «Маяк»``, ``Благодійний фонд «…»``."""
    first = True
    while match := _WORD_BEFORE.search(text, max(0, start - 40), start):
        word = match[1]
        if first and not lexicon.is_headed(word):
            break
        if not first and not (word[0].isupper() and word.isalpha() and _inside_sentence(text, match.start())):
            break
        first, start = False, match.start()
    return start


def _with_common_head(text: str, start: int, lexicon: InstitutionLexicon) -> int:
    """The start of a proper name with the common head right before it: ``woonzorgcentrum | Sint-Jan``."""
    match = _WORD_BEFORE.search(text, max(0, start - 40), start)
    found = match is not None and match[1] in lexicon.heads_before_names
    return start_with_kind(text, match.start(), lexicon) if match and found else start


def start_with_kind(text: str, start: int, lexicon: InstitutionLexicon) -> int:
    """The start of a head with the adjectives that tell of what kind the body is: ``mužský pěvecký | sbor Gorol``."""
    while lexicon.phrases and (match := _WORD_BEFORE.search(text, max(0, start - 40), start)):
        if not lexicon.phrases.is_kind(match[1].casefold()):
            break
        start = match.start()
    return start


def _inside_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip(" \u00a0")[-1:]
    return before.isalnum() or before in ",;("


def _extend_once(document: AnnotatedDocument, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    text = document.text
    if (match := _COMPOUND_TAIL.match(text, end)) and text[start:end][-1:].isalnum():
        return match.end()
    if match := lexicon.continuation.match(text, end):
        if match.lastgroup != "patron":
            return match.end()
        return _past_patron(document, match.end(), lexicon) or end
    further = max(past_branch(document, end, lexicon), past_year(text, start, end, lexicon))
    if further > end:
        return further
    *before, word = text[start:end].split()
    if text[end : end + 2] == ". " and f"{word.casefold()}." in lexicon.joiners:
        patron = f"{word}." in lexicon.patrons or not lexicon.patrons.isdisjoint(before)
        return (_past_patron(document, end + 2, lexicon) if patron else 0) or end  # im. ks. Jana …
    if not lexicon.is_headed(text[start:end]):
        return end
    if (match := _QUOTED.match(text, end)) and not any(mark in text[start:end] for mark in _QUOTES):
        return match.end()
    own = (word for word in text[start:end].split()[1:] if word.casefold() not in lexicon.tail_words)
    named = lexicon.table["place_after_plain_heads"] and any(word[0].isupper() for word in own)
    if not named and (match := lexicon.place_preposition.match(text, end)):
        place = name_at(document, match.end(), ("LOC",))
        return place.end_char if place else end
    if (match := lexicon.seat_preposition.match(text, end)) and lexicon.is_generic(text[start:end]):
        place = name_at(document, match.end(), ("LOC",))
        return place.end_char if place else end
    last = text[start:end].rpartition(" ")[2]
    if (lexicon.takes_genitive_place or lexicon.is_head_before_place(last)) and text[end : end + 1] in (" ", "\u00a0"):
        place = name_at(document, end + 1, ("LOC",))
        return place.end_char if place else end
    if match := lexicon.coordination.match(text, end):
        inside = f" {text[start:end].casefold()} "
        purpose = any(f" {word} " in inside for word in lexicon.purpose)
        if purpose and name_at(document, match.end(1), ()) is None and match[2][0].isupper():
            return match.end() if document.name_at(match.start(2)) is None else end
    return end


def _past_patron(document: AnnotatedDocument, start: int, lexicon: InstitutionLexicon) -> int:
    """The end of the patron's name that starts here: a marked one, else as far as capitals go; 0 if there is none."""
    follower = name_at(document, start, ("PER", "LOC", "ORG"))
    match = lexicon.patron_name.match(document.text, start)
    return max(follower.end_char if follower else 0, match.end() if match else 0)


def name_at(document: AnnotatedDocument, start: int, labels: tuple[str, ...]) -> Name | None:
    """The marked name that starts here, if it has one of the labels."""
    name = document.name_at(start)
    return name if name and name.start_char == start and name.label in labels else None
