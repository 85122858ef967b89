"""Names from spaCy: label schemes of public pipelines map to ours, an unmapped label is an error."""

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy

from pipeline.annotate import Annotator, LabelError
from pipeline.language import PackError
from pipeline.language.weights import write_sums
from pipeline.process import Extractor
from pipeline.records import RawDocument
from pipeline.settings import Settings


def save_pipeline(folder: Path, patterns: dict[str, str]) -> str:
    """A spaCy pipeline that marks given words with given labels."""
    nlp = spacy.blank("xx")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": word} for word, label in patterns.items()])
    nlp.to_disk(folder)
    return str(folder)


def test_foreign_labels_are_mapped(tmp_path: Path) -> None:
    chosen = save_pipeline(tmp_path / "nlp", {"Ada": "persName", "Musterstadt": "placeName", "Montag": "date"})
    annotator = Annotator(Settings(spacy_pipelines=(("de", chosen),)))
    (names,) = annotator.annotate(["Am Montag kam Ada nach Musterstadt ."], "de")
    assert [(name.text, name.label) for name in names] == [("Ada", "PER"), ("Musterstadt", "LOC")]


def test_offsets_are_of_the_text(tmp_path: Path) -> None:
    chosen = save_pipeline(tmp_path / "nlp", {"Łódź": "LOC"})
    text = "🙂  W  Łódź !"
    (names,) = Annotator(Settings(spacy_pipelines=(("pl", chosen),))).annotate([text], "pl")
    assert [text[name.start_char : name.end_char] for name in names] == ["Łódź"]


def test_an_unmapped_label_is_an_error(tmp_path: Path) -> None:
    chosen = save_pipeline(tmp_path / "nlp", {"Ada": "HUMAN_BEING"})
    with pytest.raises(LabelError, match="HUMAN_BEING"):
        list(Annotator(Settings(spacy_pipelines=(("de", chosen),))).annotate(["Ada"], "de"))


def test_missing_weights_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no weights"):
        list(Annotator(Settings(models=tmp_path)).annotate(["Ada"], "de"))


def saved_weights(models: Path) -> Path:
    """A language's folder with weights and the list of their checksums."""
    folder = models / "de" / "ner"
    folder.parent.mkdir()
    save_pipeline(folder, {"Ada": "PER"})
    write_sums(folder)
    return folder


def test_listed_weights_are_loaded(tmp_path: Path) -> None:
    saved_weights(tmp_path)
    (names,) = Annotator(Settings(models=tmp_path)).annotate(["Ada"], "de")
    assert [name.text for name in names] == ["Ada"]


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda ner: change(ner / "tokenizer"), r"tokenizer: file is not the one that SHA256SUMS lists"),
        (lambda ner: (ner / "tokenizer").unlink(), r"tokenizer: file of the weights is missing"),
        (lambda ner: (ner / "more.py").write_text("import os"), r"more\.py: file is not listed in SHA256SUMS"),
        (lambda ner: (ner / "SHA256SUMS").unlink(), r"SHA256SUMS: file is missing"),
        (lambda ner: (ner / "SHA256SUMS").write_text("none\n"), r"SHA256SUMS:1: not a checksum"),
    ],
    ids=["changed", "lost", "added", "no list", "no checksum"],
)
def test_other_weights_than_those_listed_are_an_error(
    tmp_path: Path, damage: Callable[[Path], object], message: str
) -> None:
    damage(saved_weights(tmp_path))
    with pytest.raises(PackError, match=message):
        list(Annotator(Settings(models=tmp_path)).annotate(["Ada"], "de"))


def test_what_is_no_word_costs_linear_time_and_moves_nothing(tmp_path: Path) -> None:
    chosen = save_pipeline(tmp_path / "nlp", {"Ada": "PER"})
    text = "(" * 100_000 + " Ada " + "-" * 100_000
    (names,) = Annotator(Settings(spacy_pipelines=(("de", chosen),))).annotate([text], "de")
    assert [(name.text, name.start_char) for name in names] == [("Ada", 100_001)]


def test_a_pipeline_that_spacy_cannot_load_is_an_error(tmp_path: Path) -> None:
    chosen = save_pipeline(tmp_path / "nlp", {"Ada": "PER"})
    (tmp_path / "nlp" / "config.cfg").write_text("[nlp]\nlang = 5\n")
    annotator = Annotator(Settings(spacy_pipelines=(("de", chosen),)))
    for _ in range(2):
        with pytest.raises(PackError, match="spaCy cannot load this"):
            list(annotator.annotate(["Ada"], "de"))


def test_broken_weights_are_a_problem_of_each_document_of_their_language(tmp_path: Path) -> None:
    settings = Settings(spacy_pipelines=(("de", str(tmp_path / "none")),))
    german, polish = (
        "Die Delegation kam am 3. Mai 2012 nach Berlin.",
        "Delegacja przyjechała 3 maja 2012 r. do Berlina.",
    )
    documents = [
        RawDocument(f"{number}.txt", f"{number}.txt", "text", text, "0" * 64, language=language)
        for number, (text, language) in enumerate([(german, "de"), (polish, "pl"), (german, "de")])
    ]
    found = list(Extractor(settings).extract_many(documents))
    assert [findings.document.status for findings in found] == ["failed", "ok", "failed"]
    assert {(row.stage, row.error) for findings in found for row in findings.problems} == {("annotate", "PackError")}
    assert found[0].document.text == german and found[1].dates
