"""The fast twin of a pipeline marks what spaCy marks, on every weights that are shipped; others are declined."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline import fast_names
from pipeline.fast_names import compile_names
from pipeline.fast_names.embedding import Embedding, is_known
from pipeline.fast_names.letters import spare_letters
from pipeline.fast_names.rows import WordRows
from pipeline.language import word_parts  # noqa: F401 - packs name what it registers

spacy = pytest.importorskip("spacy")

MODELS = Path(__file__).parent.parent / "models"
WEIGHTS = sorted(path.parent for path in MODELS.glob("*/ner/config.cfg"))
MARK = re.compile(r"\{\{\w+:([^|{}]*)(?:\|[^{}]*)?\}\}")


@lru_cache
def pipeline_of(folder: Path) -> Any:
    return spacy.load(folder)


def spans(nlp: Any, texts: list[str]) -> list[list[tuple[int, int, str]]]:
    return [[(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts)]


def press(code: str, count: int) -> list[str]:
    language = code if (MODELS / "training" / "press" / "dev" / code).exists() else "*"
    paths = sorted((MODELS / "training" / "press" / "dev").glob(f"{language}/*.txt"))
    if not paths:
        pytest.skip("the training corpus is not part of this distribution")
    step = max(len(paths) // count, 1)
    return [MARK.sub(r"\1", path.read_text("utf-8")) for path in paths[::step][:count]]


@pytest.mark.parametrize("folder", WEIGHTS, ids=lambda path: path.parent.name)
def test_releases(folder: Path) -> None:
    fast = compile_names(pipeline_of(folder))
    assert fast is not None
    texts = press(folder.parent.name, 24)
    expected = spans(pipeline_of(folder), texts)
    assert fast(texts) == expected
    assert [fast([text])[0] for text in texts] == expected
    assert sum(map(len, expected)) > 50


@pytest.mark.parametrize("folder", WEIGHTS, ids=lambda path: path.parent.name)
def test_words_of_letters_are_whole(folder: Path) -> None:
    """What :func:`spare_letters` takes for granted, on a few hundred words of each language's lists and texts."""
    tokenizer = spacy.blank(pipeline_of(folder).lang).tokenizer
    words = {word for text in press(folder.parent.name, 12) for word in text.split() if word.isalpha()}
    for word in words:
        assert not tokenizer.suffix_search(word) and not any(tokenizer.infix_finditer(word)), word
    assert len(words) > 300


@pytest.mark.parametrize("folder", WEIGHTS, ids=lambda path: path.parent.name)
def test_vectors_of_words(folder: Path) -> None:
    nlp = pipeline_of(folder)
    model = nlp.get_pipe("tok2vec").model.get_ref("embed")
    doc = nlp.make_doc(" ".join(press(folder.parent.name, 2)))
    assert is_known(model) and len(doc) > 100
    np.testing.assert_allclose(Embedding(model)(doc), model.predict([doc])[0], atol=1e-5)


def test_tables_of_words_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_names, "_ROOM", 64)
    nlp = pipeline_of(WEIGHTS[0])
    fast = compile_names(nlp)
    assert fast is not None
    texts = press(WEIGHTS[0].parent.name, 12)
    assert [fast([text])[0] for text in texts] == spans(nlp, texts)


def test_spared_words_need_letters_alone() -> None:
    plain, spared = spacy.blank("de").tokenizer, spacy.blank("de").tokenizer
    spare_letters(spared, ["Rathaus"])
    assert spared.suffix_search is not plain.suffix_search
    for text in ("Rathaus", "Rathaus,", "(Rathaus)", "12km", "Ruhr-Lippe", "Köln/Bonn", "usw.", "A.B", "„Ruhr“…"):
        assert [token.text for token in spared(text)] == [token.text for token in plain(text)]


def test_a_pattern_that_parts_letters_is_kept() -> None:
    tokenizer = spacy.blank("de").tokenizer
    tokenizer.suffix_search = search = re.compile("haus$").search
    spare_letters(tokenizer, ["Rathaus"])
    assert tokenizer.suffix_search is search


@pytest.mark.parametrize("folder", WEIGHTS[:1], ids=lambda path: path.parent.name)
def test_noise(folder: Path) -> None:
    chance = random.Random(7)
    letters = " \n\t\r.,-(:'\"%1aAbßŁж漢\u00a0\u2009\u0301\U0001f600\x1c"
    texts = ["".join(chance.choices(letters, k=chance.randrange(80))) for _ in range(300)]
    words = press("de", 6)
    texts += [" ".join(word + chance.choice(["", " ", "\n", ",", " ."]) for word in text.split(" ")) for text in words]
    fast = compile_names(pipeline_of(folder))
    assert fast is not None
    assert fast(texts) == spans(pipeline_of(folder), texts)


@pytest.mark.parametrize("folder", WEIGHTS, ids=lambda path: path.parent.name)
def test_names_without_end(folder: Path) -> None:
    fast = compile_names(pipeline_of(folder))
    assert fast is not None
    texts = [
        piece * 150 for piece in ("Müller ", "Amt für ", "Kraków ", "Szkoła Podstawowa im. ", "Hans von der ", "(AG) ")
    ]
    assert fast(texts) == spans(pipeline_of(folder), texts)


@pytest.mark.parametrize("folder", WEIGHTS[:1], ids=lambda path: path.parent.name)
def test_forgetting_words_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_names, "_MAX_WORDS", 200)
    fast = compile_names(pipeline_of(folder))
    assert fast is not None
    texts = press(folder.parent.name, 8)
    assert [fast([text])[0] for text in texts] == spans(pipeline_of(folder), texts)


def test_pipelines_of_another_kind_are_declined() -> None:
    nlp = spacy.blank("xx")
    assert compile_names(nlp) is None
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "LOC", "pattern": "Altstadt"}])
    assert compile_names(nlp) is None


@pytest.mark.parametrize("folder", WEIGHTS[:1], ids=lambda path: path.parent.name)
def test_a_twin_that_differs_is_declined(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_names.Decoder, "_follow", lambda *what: {int(start): int(start) for start in what[5]})
    assert compile_names(pipeline_of(folder)) is None


def test_word_rows_are_those_of_the_mapping() -> None:
    chance = random.Random(3)
    rows = {chance.getrandbits(64): chance.randrange(1000) for _ in range(500)} | {0: 1, 2**64 - 1: 2}
    taken = WordRows(rows)
    assert dict(taken) == rows
    assert [taken.get(key + step, -1) for key in list(rows)[:500] for step in (0, 1)] == [
        rows.get(key + step, -1) for key in list(rows)[:500] for step in (0, 1)
    ]
    assert WordRows({}).get(5) is None
