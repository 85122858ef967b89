from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given, settings, strategies

from pipeline.clean import CHARACTER_FIXERS, MARK_FIXERS, clean

CASES = {
    "line ends": ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
    "control characters": ("a\0b\x07c\x7fd", "abcd"),
    "halves of a pair joined": ("\ud83d\ude00 da", "😀 da"),
    "lone surrogates": ("a\udc80b\ud800", "ab"),
    "UTF-8 read as cp1252": ("GrÃ¼ÃŸe aus KÃ¶ln", "Grüße aus Köln"),
    "UTF-8 read as cp1250": ("ĹšlÄ…sk i Ĺ‚Ăłdka", "Śląsk i łódka"),
    "UTF-8 read as cp1251": ("РџСЂРёРІРµС‚, РіРѕСЂРѕРґ", "Привет, город"),
    "umlauts stay": ("Ângela Ärzte Über Žižkov Ñuñoa", "Ângela Ärzte Über Žižkov Ñuñoa"),
    "combining marks": ("Krako\u0301w", "Kraków"),
    "blanks": ("a\u00a0b\u2009c\td", "a b c d"),
    "invisible characters": ("Stadt\u00adrat\u200b \ufeffda\u2060", "Stadtrat da"),
    "markdown heading": ("## **Besuch aus Riga**\n\nText", "Besuch aus Riga\n\nText"),
    "markdown strong": ("**Am 3. Mai** kam __sie__.", "Am 3. Mai kam sie."),
    "markdown emphasis": ("Sie *kam* und _ging_.", "Sie kam und ging."),
    "footnote star stays": ("Jan Dub,* Rat\n*Jan Dub ist Rat.", "Jan Dub,* Rat\n*Jan Dub ist Rat."),
    "multiplication stays": ("3 * 4 * 5", "3 * 4 * 5"),
    "names of files stay": ("bild_01_gross.txt", "bild_01_gross.txt"),
    "markdown link": (
        "Siehe [Stadt Riga](https://riga.example/de) und ![Wappen](w.png).",
        "Siehe Stadt Riga und Wappen.",
    ),
    "markdown rule": ("a\n\n---\n\nb", "a\n\n\n\nb"),
    "markdown quote": ("> Zitat\n> weiter", "Zitat\nweiter"),
    "markdown escapes": (r"a\_b \*c", "a_b *c"),
    "glued label": ("Webseite der Stadt RigaExternal Link auch hier", "Webseite der Stadt Riga auch hier"),
    "glued label before a bracket": ("(lautet: ABCExternal Link)", "(lautet: ABC)"),
    "glued label of another language": ("strona miastaLink zewnętrzny.", "strona miasta."),
    "the same words apart stay": ("Der External Link ist neu.", "Der External Link ist neu."),
    "divided word": ("Zusam-\nmenarbeit der Städte", "Zusammenarbeit der Städte"),
    "omitted part": ("Jugend-\nund Sozialamt", "Jugend- und Sozialamt"),
    "double name": ("Baden-\nBaden und Nowak-\nKowalska", "Baden-Baden und Nowak-Kowalska"),
    "hyphen that the text shows": ("polsko-niemiecki i polsko-\nniemiecki", "polsko-niemiecki i polsko-niemiecki"),
    "spaces": ("  a  b \n   c ", "a b\nc"),
    "blank lines": ("a\n \n\n\n\n\n\nb", "a\n\n\n\nb"),
    "nothing to repair": (
        "Am 13. September 2022 traf die Delegation ein.",
        "Am 13. September 2022 traf die Delegation ein.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str) -> None:
    before, after = CASES[name]
    assert clean(before) == after


@pytest.mark.parametrize("name", CASES)
def test_cleaning_twice_changes_nothing(name: str) -> None:
    assert clean(clean(CASES[name][0])) == clean(CASES[name][0])


PIECES = [
    "*",
    "**",
    "_",
    "__",
    "#",
    "# ",
    "> ",
    "\n",
    "-\n",
    " ",
    "a",
    "B",
    "[",
    "](",
    ")",
    "\\",
    "x",
    "---",
    "\u00ad",
    "External Link",
    "Ã",
    "¼",
    "\u0301",
]


@given(
    strategies.one_of(
        strategies.text(max_size=80), strategies.lists(strategies.sampled_from(PIECES), max_size=20).map("".join)
    )
)
@example("\\\\\\\\# 0")
@example("\\\\*\\\\\\*a\\*\\\\*")
@settings(max_examples=1500, deadline=None)
def test_any_text_is_cleaned_once_and_for_all(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode("utf-8")
    assert "\0" not in cleaned and "\r" not in cleaned and cleaned == cleaned.strip(" \n")


@given(strategies.text(alphabet=strategies.characters(categories=["L", "N", "P", "Zs"]), max_size=80))
def test_letters_and_digits_are_never_invented(text: str) -> None:
    def characters(value: str) -> set[str]:
        return {char for char in unicodedata.normalize("NFKD", value) if char.isalnum()}

    if all(ord(char) < 0x80 or char.isascii() for char in text):
        assert characters(clean(text)) <= characters(text)


def test_every_fixer_says_what_it_does() -> None:
    assert all(fix.__doc__ and fix.__name__.startswith("fix_") for fix in CHARACTER_FIXERS + MARK_FIXERS)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "*",
        "_",
        "*a ",
        "_a_",
        "# ",
        ">",
        "[",
        "[a](",
        "-\n",
        "a-\n",
        "\n",
        " ",
        "\\",
        "Ã¼",
        "РС",
        "\u0301",
        "External Link",
        "---\n",
        "> > ",
    ],
)
def test_long_texts_take_linear_time(piece: str) -> None:
    text = (piece * (500_000 // len(piece)))[:500_000]
    began = time.process_time()
    clean(text)
    assert time.process_time() - began < 10
