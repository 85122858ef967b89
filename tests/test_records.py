"""Records: where a character lies, and what a notebook shows."""

from pipeline.records import AnnotatedDocument, Sentence
from pipeline.records.marking import mark


def document(*sentences: tuple[int, int, int]) -> AnnotatedDocument:
    rows = [Sentence("a", segment, n, start, end, "context", None) for n, (segment, start, end) in enumerate(sentences)]
    return AnnotatedDocument("a", "x" * 50, "de", None, None, (), tuple(rows), ())


def test_a_character_lies_in_its_sentence() -> None:
    text = document((0, 2, 10), (0, 11, 20), (1, 25, 40))
    assert [text.locate(char) for char in (2, 9, 11, 22, 25, 49)] == [(0, 0), (0, 0), (0, 1), (0, 1), (1, 2), (1, 2)]
    assert text.sentence_at(1) is None
    assert text.locate(0) == (0, 0)


def test_marks_escape_and_nest() -> None:
    html = mark("<b>Ada</b> & Co", [(3, 6, "official", 'Ada "A"'), (0, 15, "institution", "<i>")])
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert ">Ada</mark>" in html
    assert "&quot;A&quot;" in html
    assert "&amp; Co" in html
