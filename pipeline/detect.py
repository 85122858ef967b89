"""Identify the language of a document or of a piece of one.

langdetect, seeded, and py3langid read a bounded sample and choose among the candidates of the sample's script; their
probabilities are added, since they err on different texts. Where the two leave doubt, the function words of the packs
decide between the languages that they named (benchmarks/detect.py). Languages that have no pack are candidates as well:
a Hungarian release must come out as Hungarian, not as the pack that resembles it most.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.language import list_languages, load_pack
from pipeline.language.detect import Script, load_scripts
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.trials import Trials

SEED = 0
TRIALS = 3  # of langdetect, which takes 7: as accurate on the press corpus in half the time
LANGDETECT_CHARS = 200  # it draws but some dozens of n-grams, so more characters only cost time
LANGDETECT_WEIGHT = 0.5  # of its probability against py3langid's: it is the surer of the two when wrong
NAMED = 3  # py3langid's likeliest languages that are kept
DOUBT = 0.9  # share of the two's summed probability below which function words are counted
WORD_WEIGHT = 4.0  # of the share of function words: 5 % more of them outweigh a difference of 0.2 in probability
CERTAIN_SEGMENT = 0.85  # score from which a piece's own language outweighs that of its document
LIKELY_CONTEXT = 0.5  # py3langid's probability of the document's language that is enough for a piece of it
PREFIX_FACTOR = 5  # the sample is taken from that many times its length
PROSE_LINE = 80  # characters of a line that is no menu's entry and no headline
MIN_PROSE = 200  # characters of such lines that are enough
MIN_SEGMENT = 40  # characters; a shorter piece of a document is a name as often as not
MIN_LETTERS = 12  # shorter samples say too little
WORD = re.compile(r"[^\W\d_]+")
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
        text: cleaned text; a sample of ``settings.detect_chars`` characters is read, of its long lines if it has some:
            menus and names are often in another language.
        settings: ``detect_chars`` and ``models``.
        hint: code that the source gives; decides only where the text says too little.
    """
    prefix = text[: PREFIX_FACTOR * settings.detect_chars]
    prose = "\n".join(line for line in prefix.split("\n") if len(line) >= PROSE_LINE)
    chosen = prose if len(prose) >= MIN_PROSE else text
    return _identify(chosen, settings.detect_chars, settings.models) or Detection(hint, 0.5 if hint else None)


def detect_segment(text: str, context_language: str | None, settings: Settings) -> str | None:
    """The language of a piece of a document; that of its context where the piece says too little."""
    if len(text) < MIN_SEGMENT:
        return context_language
    found = _identify(text, settings.detect_chars // 2, settings.models, context_language)
    return found.language if found and (found.score or 0) >= CERTAIN_SEGMENT else context_language


def _identify(text: str, limit: int, models: Path, expected: str | None = None) -> Detection | None:
    sample = " ".join(NOT_PROSE.sub(" ", text[: 2 * limit]).split())[:limit]
    script = _script_of(sample, models)
    if script is None:
        return None
    if len(script.candidates) == 1:
        return Detection(script.candidates[0], 1.0)
    scores = {code: float(probability) for code, probability in _langid(script, models).rank(sample)[:NAMED]}
    if expected and scores.get(expected, 0) >= LIKELY_CONTEXT:
        return Detection(expected, scores[expected])
    language, probability = _ask_langdetect(sample[:LANGDETECT_CHARS], script)
    scores[language] = scores.get(language, 0) + LANGDETECT_WEIGHT * probability
    if max(scores.values()) < DOUBT * (1 + LANGDETECT_WEIGHT):
        scores = _count_words(sample, scores, models)
    best = max(scores, key=scores.__getitem__)
    return Detection(best, scores[best] / sum(scores.values()))


def _count_words(sample: str, scores: dict[str, float], models: Path) -> dict[str, float]:
    """The scores of the languages, with their shares of function words added."""
    words = [word for word in WORD.findall(sample) if word.islower()]
    return {
        code: score + WORD_WEIGHT * sum(word in _function_words(models, code) for word in words) / max(1, len(words))
        for code, score in scores.items()
    }


@lru_cache(maxsize=64)
def _function_words(models: Path, code: str) -> frozenset[str]:
    """The words with which a language's sentences begin, which are its most frequent ones; none without a pack."""
    if code not in list_languages(models):
        return frozenset()
    return frozenset(word.lower() for word in load_pack(models, code).splitting.starters)


def _script_of(sample: str, models: Path) -> Script | None:
    """The script of most letters of a sample; None if it has too few letters, or they are of no script we know."""
    best, most = None, MIN_LETTERS - 1
    for script, pattern in _letters(models):
        letters = len(pattern.findall(sample))
        if letters > most:
            best, most = script, letters
        if 2 * most > len(sample):
            break
    return best


@lru_cache(maxsize=4)
def _letters(models: Path) -> tuple[tuple[Script, re.Pattern[str]], ...]:
    return tuple(
        (script, re.compile("[" + "".join(f"{first}-{last}" for first, last in script.ranges) + "]"))
        for script in load_scripts(models)
    )


def _ask_langdetect(sample: str, script: Script) -> tuple[str, float]:
    language, probability = _langdetect(script).best(sample) or (script.candidates[0], 0.0)
    return language[:2], probability


@cache
def _langdetect(script: Script) -> Trials:
    """What langdetect draws, with the profiles of one script."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    from pipeline.trials import Trials  # brings numpy and langdetect

    factory = DetectorFactory()
    factory.set_seed(SEED)
    factory.load_json_profile([Path(PROFILES_DIRECTORY, code).read_text("utf-8") for code in script.candidates])
    return Trials(factory, TRIALS)


def _langid(script: Script, models: Path) -> Any:
    """An identifier of py3langid restricted to one script."""
    return _langids(models)[script]


@lru_cache(maxsize=4)
def _langids(models: Path) -> dict[Script, Any]:
    """The identifiers of all scripts, made at once: then the weights of the languages of no script can go (27 MB)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    made = {}
    for script in load_scripts(models):
        made[script] = part = copy(whole)
        part.set_languages([code[:2] for code in script.candidates if code[:2] in part.labels])
        part._full_model = (part.nb_ptc, part.nb_pc, part.nb_classes)  # what it would go back to, with all weights
    return made
