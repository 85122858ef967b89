"""langdetect's verdict at a fraction of its cost: the same n-grams, the same draws, the same arithmetic in arrays.

langdetect draws n-grams of a text at random and multiplies the languages' probabilities of each until one language
stands out, several times over. Its n-grams begin anew at every blank, so those of a word are taken once and kept; and
its table of probabilities, lists of numbers, becomes one array, which takes a quarter of the memory.
"""

from __future__ import annotations

import random
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from langdetect.detector import Detector
from langdetect.utils.ngram import NGram

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

Chances: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"

_KEPT_WORDS = 20_000
_STEP = 5  # draws between two looks at the probabilities


class Trials:
    """A language identifier with langdetect's profiles; takes them over from their factory, which is left empty.

    Args:
        factory: with profiles and a seed.
        count: how many times draws are repeated; langdetect repeats them seven times.
    """

    def __init__(self, factory: DetectorFactory, count: int) -> None:
        self._factory = factory
        self._count = count
        self._table = np.array(list(factory.word_lang_prob_map.values()))
        self._rows = {gram: row for row, gram in enumerate(factory.word_lang_prob_map)}
        factory.word_lang_prob_map = {}
        self._random = random.Random(factory.seed)
        self._normal = lru_cache(maxsize=4096)(NGram.normalize)
        self._of_word = lru_cache(maxsize=_KEPT_WORDS)(self._read_word)

    def best(self, text: str) -> tuple[str, float] | None:
        """The likeliest language and its probability; None if no n-gram is known or no language is likely."""
        grams = self._grams(text)
        if not grams:
            return None
        chances = self._draw(self._table[grams])
        best = int(chances.argmax())
        likely = bool(chances[best] > Detector.PROB_THRESHOLD)
        return (self._factory.langlist[best], float(chances[best])) if likely else None

    def _draw(self, grams: Chances) -> Chances:
        chance, languages = self._random, grams.shape[1]
        chance.seed(self._factory.seed)
        total = np.zeros(languages)
        for _ in range(self._count):
            alpha = Detector.ALPHA_DEFAULT + chance.gauss(0.0, 1.0) * Detector.ALPHA_WIDTH
            smoothed = grams + alpha / Detector.BASE_FREQ
            found = np.full(languages, 1.0 / languages)
            draws = 1
            for _ in range(0, Detector.ITERATION_LIMIT + 1, _STEP):
                for row in self._choose(len(grams), draws):
                    found *= smoothed[row]
                found /= sum(found.tolist())  # in this order, as langdetect adds
                if max(found.tolist()) > Detector.CONV_THRESHOLD:
                    break
                draws = _STEP
            total += found / self._count
        return total

    def _choose(self, count: int, times: int) -> list[int]:
        """What ``random.choice`` would choose of so many things, without the cost of its calls."""
        bits, size, chosen = self._random.getrandbits, count.bit_length(), list[int]()
        while len(chosen) < times:
            drawn = bits(size)
            if drawn < count:
                chosen.append(drawn)
        return chosen

    # ------------------------------------------------------------ n-grams

    def _grams(self, text: str) -> list[int]:
        """Rows of the n-grams of a text, in its order."""
        detector = Detector(self._factory)
        detector.append(text)
        detector.cleaning_text()
        *words, last = "".join(map(self._normal, detector.text)).split(" ")
        found = [row for word in words for row in self._of_word(word + " ")]
        return [*found, *self._of_word(last)]

    def _read_word(self, word: str) -> tuple[int, ...]:
        """Rows of a word's n-grams; letters after two capitals have none, as in langdetect."""
        if word == " ":
            return ()
        rows, shouted, before = [], False, " "
        padded = " " + word
        for end, letter in enumerate(word, 2):
            shouted = letter.isupper() and (shouted or before.isupper())
            before = letter
            if not shouted:
                grams = (padded[max(0, end - size) : end] for size in (1, 2, 3) if size <= end)
                rows += [self._rows[gram] for gram in grams if gram != " " and gram in self._rows]
        return tuple(rows)
