"""Text → names: one spaCy pipeline per language, documents batched with ``nlp.pipe``.

Our own weights lie in ``models/<code>/ner`` (``models/xx/ner`` serves languages that have none); any installed
spaCy pipeline can be named in the settings instead. Its labels must map to PER, ORG and LOC or be known to mean
something else: a label that nobody mapped is an error at load, not a silent loss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pipeline.language.files import PackError, read_toml
from pipeline.language.weights import check_weights
from pipeline.records import Name, NameLabel
from pipeline.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

#: Marks a batch of texts: for each (first character, one past the last, label of the pipeline).
_Marker: TypeAlias = "Callable[[list[str]], list[list[tuple[int, int, str]]]]"

_SHARED_WEIGHTS = "xx"
_CONTRACT: Mapping[str, NameLabel] = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}


#: Characters without a blank that are no word of any text: spaCy's tokeniser takes quadratic time over them.
_NO_WORD = re.compile(r"\S{500,}")


class LabelError(ValueError):
    """A spaCy pipeline has labels that are not mapped to PER, ORG or LOC."""


class Annotator:
    """The spaCy pipelines of a run, each loaded when its language first appears."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._chosen = dict(settings.spacy_pipelines)
        self._broken: dict[str | Path, PackError] = {}
        self._loaded: dict[str | Path, tuple[_Marker, Mapping[str, NameLabel | None]]] = {}

    def annotate(self, texts: Iterable[str], language: str) -> Iterator[tuple[Name, ...]]:
        """The names of each text, in order.

        Raises:
            PackError: there are no weights for the language, or not those that were trained.
            LabelError: the pipeline has unmapped labels.
        """
        mark, labels = self._pipeline(language)
        stream = map(_blank_out, texts)
        while batch := list(islice(stream, self._settings.batch_size)):
            for text, spans in zip(batch, mark(batch), strict=True):
                yield tuple(
                    Name(text[start:end], start, end, label)
                    for start, end, found in spans
                    if (label := labels[found]) is not None
                )

    def _pipeline(self, language: str) -> tuple[_Marker, Mapping[str, NameLabel | None]]:
        weights = self._weights(language)
        if weights not in self._loaded:  # languages that share weights share what is loaded
            from pipeline.fast_names import compile_names  # brings numpy

            nlp = self._load(weights)
            mark: _Marker = compile_names(nlp) or _marker(nlp)
            self._loaded[weights] = (mark, self._map_labels(nlp, language))
        return self._loaded[weights]

    def _load(self, weights: str | Path) -> Language:
        """The pipeline; what cannot be loaded is not tried again for every document.

        Raises:
            PackError: the weights are not those that were trained, or spaCy cannot load them.
        """
        import spacy  # a second's work: only when text is annotated

        import pipeline.language.word_parts  # noqa: F401 - packs name what it registers

        if weights not in self._broken:
            try:
                if isinstance(weights, Path):
                    check_weights(weights)
                return spacy.load(weights)
            except PackError as error:
                self._broken[weights] = error
            except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
                self._broken[weights] = PackError(Path(weights), None, f"spaCy cannot load this: {error}")
        raise self._broken[weights]

    def _weights(self, language: str) -> str | Path:
        """What ``spacy.load`` takes: the pipeline that the settings name, the language's folder or the shared one."""
        if language in self._chosen:
            return self._chosen[language]
        for code in (language, _SHARED_WEIGHTS):
            folder = self._settings.models / code / "ner"
            if (folder / "config.cfg").exists():
                return folder
        raise PackError(self._settings.models / language / "ner", None, "no weights for this language")

    def _map_labels(self, nlp: Language, language: str) -> Mapping[str, NameLabel | None]:
        """Every label of the pipeline with ours, None for those that name something else."""
        labels = {label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())}
        if "ner" in nlp.pipe_names:
            labels = set(nlp.pipe_labels["ner"])
        if labels <= set(_CONTRACT):
            return _CONTRACT
        known = read_label_map(self._settings.models)
        unmapped = sorted(labels - set(known))
        if unmapped:
            raise LabelError(f"labels of the {language} pipeline without a mapping: {', '.join(unmapped)}")
        return known


def _marker(nlp: Language) -> _Marker:
    """What spaCy itself marks, for pipelines that have no fast twin."""

    def mark(texts: list[str]) -> list[list[tuple[int, int, str]]]:
        return [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in nlp.pipe(texts)]

    return mark


def _blank_out(text: str) -> str:
    """The text, as long as it was, with blanks in the place of what is no word."""
    return _NO_WORD.sub(lambda found: " " * len(found[0]), text)


def read_label_map(models: Path) -> Mapping[str, NameLabel | None]:
    """Labels of public spaCy pipelines → ours; the empty string means "another kind of thing"."""
    table = read_toml(models / "shared" / "ner_labels.toml")
    return {label: _CONTRACT.get(ours) for label, ours in table.items()}
