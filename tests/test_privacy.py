"""``officials_only``: persons without a function are painted over in every text, and offsets hold."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest

from pipeline.privacy import MASK, mask_private
from pipeline.process import Extractor
from pipeline.records import Findings, Name
from pipeline.settings import Settings

TEXT = """Bürgermeisterin Gerda Wittkopp empfing Gäste

Am 4. Mai 2019 begrüßte Bürgermeisterin Gerda Wittkopp im Rathaus von Lübeck eine Delegation aus Danzig. Wittkopp dankte
Heinz Obermayr, der seit Jahren Deutsch gibt. Obermayr und Lena Wittkopp sangen. Fragen an h.obermayr@example.org.
"""


def find_names(text: str, *surfaces: str) -> tuple[Name, ...]:
    return tuple(Name(s, text.index(s), text.index(s) + len(s), "PER") for s in surfaces)


def extract(text: str, language: str | None = "de") -> Findings:
    return Extractor(Settings(officials_only=True)).extract(text, language=language)


def every_text(found: object) -> str:
    if is_dataclass(found):
        return "\n".join(every_text(getattr(found, field.name)) for field in fields(found))
    if isinstance(found, tuple):
        return "\n".join(map(every_text, found))
    return found if isinstance(found, str) else ""


def test_private_names_are_gone_and_officials_stay() -> None:
    plain, masked = Extractor().extract(TEXT, language="de"), extract(TEXT)
    assert "Obermayr" in every_text(plain)
    for hidden in ("Obermayr", "Heinz", "Lena", "h.obermayr"):
        assert hidden not in every_text(masked)
    assert {official.name for official in masked.officials} == {"Gerda Wittkopp"}
    assert "Gerda Wittkopp" in masked.document.text
    assert "Wittkopp dankte" in masked.document.text
    assert f"{MASK * 5} {MASK * 8}" in masked.document.text


def test_offsets_hold() -> None:
    masked = extract(TEXT)
    assert len(masked.document.text) == len(Extractor().extract(TEXT, language="de").document.text)
    for row in (*masked.officials, *masked.places, *masked.institutions, *masked.dates):
        assert masked.document.text[row.start_char : row.end_char] == row.text


def test_what_another_row_quotes_stays() -> None:
    plain = Extractor().extract(TEXT, language="de")
    names = (*find_names(TEXT, "Heinz Obermayr"), Name("Anna Danzig", 0, 11, "PER"))
    assert "aus Danzig" in mask_private(plain, names).document.text


@pytest.mark.parametrize(
    "text", ["Wczoraj burmistrz spotkał się w ratuszu z mieszkańcami, a koncert poprowadził Zenon Wałcerz.", ""]
)
def test_a_document_whose_names_are_unknown_keeps_no_text(text: str) -> None:
    masked = Extractor(Settings(officials_only=True, languages=("de",))).extract(text)
    assert masked.document.text == ""
    assert masked.problems


def test_documents_are_left_alone_unless_asked() -> None:
    assert MASK not in Extractor().extract(TEXT, language="de").document.text
