"""Identify the language of a document or of a piece of one.

langdetect, seeded, reads a bounded sample and chooses among the candidates of the sample's script. Where it is not
sure, py3langid gives a second opinion. Languages that have no pack are candidates as well: a Hungarian release must
come out as Hungarian, not as the pack that resembles it most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pipeline.language.detect import Script, load_scripts
from pipeline.settings import Settings

SEED = 0
TRIALS = 3  # of langdetect, which takes 7: the same accuracy on the press corpus in half the time
SURE = 0.999  # langdetect's probability above which no second opinion is asked
CERTAIN_SEGMENT = 0.9  # probability from which a piece's own language outweighs that of its document
MIN_LETTERS = 12  # shorter samples say too little
NOT_PROSE = re.compile(r"\bhttps?://\S{1,300}|\bwww\.\S{1,300}|\S{1,100}@\S{1,100}|[\d_]+")


@dataclass(frozen=True, slots=True)
class Detection:
    """A language and how sure it is.

    Attributes:
        language: ISO 639-1 code; None if the text is too short or has no letters.
        score: probability, 0 to 1; None without a language.
    """

    language: str | None
    score: float | None


def detect(text: str, settings: Settings, hint: str | None = None) -> Detection:
    """The dominant language of a document.

    Args:
        text: cleaned text; a sample of ``settings.detect_chars`` characters is read.
        settings: ``detect_chars`` and ``models``.
        hint: code that the source gives; decides only where the text says too little.
    """
    return _identify(text, settings.detect_chars, settings.models) or Detection(hint, 0.5 if hint else None)


def detect_segment(text: str, context_language: str | None, settings: Settings) -> str | None:
    """The language of a piece of a document; that of its context where the piece says too little."""
    found = _identify(text, settings.detect_chars // 2, settings.models)
    return found.language if found and (found.score or 0) >= CERTAIN_SEGMENT else context_language


def _identify(text: str, limit: int, models: Path) -> Detection | None:
    sample = " ".join(NOT_PROSE.sub(" ", text[: 2 * limit]).split())[:limit]
    script = _script_of(sample, models)
    if script is None:
        return None
    if len(script.candidates) == 1:
        return Detection(script.candidates[0], 1.0)
    language, score = _ask_langdetect(sample, script)
    if score < SURE:
        other, other_score = _langid(script).classify(sample)
        if other != language and other_score > score / 2:
            language, score = other, float(other_score)
    return Detection(language[:2], score)


def _script_of(sample: str, models: Path) -> Script | None:
    """The script of most letters of a sample; None if it has too few letters, or they are of no script we know."""
    counts = {script: len(pattern.findall(sample)) for script, pattern in _letters(models)}
    script = max(counts, key=counts.__getitem__)
    return script if counts[script] >= MIN_LETTERS else None


@lru_cache(maxsize=4)
def _letters(models: Path) -> tuple[tuple[Script, re.Pattern[str]], ...]:
    return tuple(
        (script, re.compile("[" + "".join(f"{first}-{last}" for first, last in script.ranges) + "]"))
        for script in load_scripts(models)
    )


def _ask_langdetect(sample: str, script: Script) -> tuple[str, float]:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _langdetect(script).create()
    detector.n_trial = TRIALS
    detector.append(sample)
    try:
        best = detector.get_probabilities()[0]
    except (LangDetectException, IndexError):  # no known n-grams, or none likelier than one in ten
        return script.candidates[0], 0.0
    return best.lang, float(best.prob)


@cache
def _langdetect(script: Script) -> Any:
    """A factory of langdetect with the profiles of one script."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.set_seed(SEED)
    factory.load_json_profile([Path(PROFILES_DIRECTORY, code).read_text("utf-8") for code in script.candidates])
    return factory


@cache
def _langid(script: Script) -> Any:
    """An identifier of py3langid restricted to one script."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([code[:2] for code in script.candidates if code[:2] in known])
    return identifier
