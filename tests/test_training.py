"""What training rests on: a press corpus without faults, words forgotten as asked, words known by their kind."""

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import DocBin
from spacy.training import Example
from spacy.util import registry

from pipeline.language import word_parts  # noqa: F401 - registers what the test asks for

training = pytest.importorskip("models.training.ner.unknown_words", reason="training is not part of this distribution")
press_corpus = pytest.importorskip("models.training.press.press_corpus")

PRESS = Path(__file__).parent.parent / "models" / "training" / "press"

RELEASE = """id: de-t001
language: de
published: 2019-05-03
topics: tourism
event: visit | 2019-05-02 | host=Musterstadt | guests=Zalipie; Brno | officials=Ada Beispiel | main
---
Die {{ROLE:Bürgermeisterin|mayor|Ada Beispiel}} {{PER:Ada Beispiel|Ada Beispiel}} kam.
"""


@pytest.mark.parametrize("folder", ["train", "dev"])
def test_the_press_corpus_has_no_faults(folder: str) -> None:
    releases = press_corpus.read_releases(PRESS / folder)
    assert len(releases) > 100
    assert {release.id: release.faults for release in releases if release.faults} == {}


def test_a_release_is_read(tmp_path: Path) -> None:
    path = tmp_path / "de-t001.txt"
    path.write_text(RELEASE, "utf-8")
    release = press_corpus.read_release(path)
    assert release.faults == ()
    assert release.text == "Die Bürgermeisterin Ada Beispiel kam.\n"
    assert [(release.text[s.start : s.end], s.label, s.values) for s in release.spans] == [
        ("Bürgermeisterin", "ROLE", ("mayor", "Ada Beispiel")),
        ("Ada Beispiel", "PER", ("Ada Beispiel",)),
    ]
    assert release.events[0].guests == ("Zalipie", "Brno")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("| main", "| chief"), "main or background"),
        (("published: 2019-05-03", "published: 2019-05"), "published 2019-05"),
        (("mayor|", "boss|"), "role {{"),
        (("|Ada Beispiel}} kam", "} kam"), "broken tag"),
        (("officials=Ada Beispiel", "officials=Bob"), "event official Bob not in text"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    path = tmp_path / "de-t001.txt"
    path.write_text(RELEASE.replace(*change), "utf-8")
    assert any(fault in found for found in press_corpus.read_release(path).faults)


@pytest.mark.parametrize(("patience", "least", "most"), [(0.0, 0, 0), (2.0, 60, 140), (1e9, 200, 200)])
def test_words_are_forgotten_as_often_as_asked(tmp_path: Path, patience: float, least: int, most: int) -> None:
    nlp = spacy.blank("de")
    doc = nlp.make_doc("Haus Hof " * 2)  # each word occurs twice, so patience 2 forgets half of them
    doc.set_ents([])
    DocBin(docs=[doc]).to_disk(tmp_path / "train.spacy")
    augment = training.forget_words(tmp_path / "train.spacy", patience)
    forgotten = 0
    for _ in range(50):
        example = Example(nlp.make_doc(doc.text), doc)
        (changed,) = augment(nlp, example)
        assert changed.predicted.text == doc.text
        forgotten += sum(token.norm_ not in ("haus", "hof") for token in changed.predicted)
    assert least <= forgotten <= most


def test_a_word_begins_with_as_many_letters_as_asked() -> None:
    nlp = spacy.blank("de")
    assert [token.prefix_ for token in nlp("Gärten z.B. im")] == ["G", "z", "i"]
    registry.get("callbacks", "press.word_parts.v1")(4)(nlp)
    assert [token.prefix_ for token in nlp("Gärten GÄRTNER z.B. im")] == ["gärt", "gärt", "z.b.", "im"]
    assert [token.prefix_ for token in spacy.blank("de")("Gärten")] == ["G"]


def test_words_of_a_kind_share_a_vector_and_keep_what_lists_say_of_them(tmp_path: Path) -> None:
    listed_names = pytest.importorskip("models.training.ner.listed_names")
    vectors = np.array([[0.5, -1.0], [2.0, 0.0]], np.float32)
    np.savez(tmp_path / "kinds.npz", words="verein\nrose\nclub", kinds=np.array([1, 0, 1]), vectors=vectors)
    nlp = spacy.blank("de")
    listed = {"Rose": {listed_names.SURNAME}, "Ada": {listed_names.FEMALE}}
    listed_names.fill(nlp, listed, listed_names.Kinds.read(tmp_path / "kinds.npz"))
    lists = listed_names.WIDTH
    found = {word: nlp.vocab[word].vector for word in ("verein", "Verein", "Club", "rose", "Rose", "Ada", "Bob")}
    assert found["verein"].tolist() == found["Verein"].tolist() == found["Club"].tolist() == [0.0] * lists + [2.0, 0.0]
    assert found["Rose"][lists:].tolist() == found["rose"][lists:].tolist() == [0.5, -1.0]
    assert np.flatnonzero(found["Rose"][:lists]).tolist() == [listed_names.SURNAME]
    assert not found["rose"][:lists].any()
    assert np.flatnonzero(found["Ada"]).tolist() == [listed_names.FEMALE]
    assert not found["Bob"].any()


def test_names_that_a_teacher_marked_take_the_place_of_a_corpus(tmp_path: Path) -> None:
    build = pytest.importorskip("models.training.ner.build")
    row = {"text": "Ada kam nach Brno.", "names": [[0, 3, "PER"], [13, 17, "?"]]}
    build.relabelled_file(tmp_path, "ewt:train").write_text(json.dumps(row) + "\n", "utf-8")
    recipe = {"corpora": ["ewt:train"], "mixed": []}
    (sentence,) = build.training_data(recipe, tmp_path, tmp_path, by_teacher=tmp_path)
    assert [(sentence.text[n.start : n.end], n.label) for n in sentence.names] == [("Ada", "PER"), ("Brno", "?")]
