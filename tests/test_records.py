"""Records: where a character lies, and what a notebook shows."""

from pipeline.records import AnnotatedDocument, Official, Place, Sentence
from pipeline.records.layers import Piece, lay_out
from pipeline.records.marking import mark


def document(*sentences: tuple[int, int, int]) -> AnnotatedDocument:
    rows = [Sentence("a", segment, n, start, end, "context", None) for n, (segment, start, end) in enumerate(sentences)]
    return AnnotatedDocument("a", "x" * 50, "de", None, None, (), tuple(rows), ())


def test_a_character_lies_in_its_sentence() -> None:
    text = document((0, 2, 10), (0, 11, 20), (1, 25, 40))
    assert [text.locate(char) for char in (2, 9, 11, 22, 25, 49)] == [(0, 0), (0, 0), (0, 1), (0, 1), (1, 2), (1, 2)]
    assert text.sentence_at(1) is None
    assert text.locate(0) == (0, 0)


def official(start: int, end: int, role_start: int | None = None, role_end: int | None = None) -> Official:
    return Official(
        "a", 0, 0, "x", start, end, 'Ada "A"', "surface", (), None, None, "mayor", None, role_start, role_end, None,
        None, "ada-1", 0.5,
    )  # fmt: skip


def place(start: int, end: int) -> Place:
    return Place("a", 0, 0, "x", start, end, "<i>", "city", None, None, None, None)


def pieces(length: int, **tables: list[object]) -> list[tuple[int, int, tuple[tuple[str, int], ...]]]:
    return [(p.start, p.end, p.over) for p in lay_out(length, lambda table: tables.get(table, []))]


def test_pieces_fill_the_text_with_the_topmost_first() -> None:
    found = pieces(20, officials=[official(3, 6, 0, 8)], places=[place(4, 12), place(4, 5)])
    assert [(start, end) for start, end, _ in found] == [(0, 3), (3, 4), (4, 5), (5, 6), (6, 8), (8, 12), (12, 20)]
    assert found[2][2] == (("official", 0), ("role", 0), ("place", 0), ("place", 1))
    assert found[-1][2] == ()
    assert pieces(0) == []


def test_an_event_alone_is_no_mark() -> None:
    assert Piece(0, 5, (("event", 0),)).kind is None
    assert Piece(0, 5, (("date", 1), ("event", 0))).kind == "date"


def test_marks_escape_and_nest() -> None:
    tables = {"officials": [official(3, 6)], "places": [place(0, 15)]}
    html = mark("<b>Ada</b> & Co", lambda table: tables.get(table, []))
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;" in html
    assert ">Ada</mark>" in html
    assert "&quot;A&quot;" in html
    assert "&amp; Co" in html
