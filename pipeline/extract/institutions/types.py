"""The type of an institution: what its name says, and what the words around it say where the name says nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from pipeline.language import LanguagePack, list_languages, load_pack
from pipeline.settings import Settings

_AROUND = 90
_QUOTED = re.compile(r"[„“”«»\"‚‘].*[„“”«»\"‚‘]")


def type_of(
    names: Sequence[str], spans: Iterable[tuple[int, int]], text: str, pack: LanguagePack, settings: Settings
) -> str:
    """The controlled type.

    Args:
        names: the name, then its acronyms and surfaces.
        spans: where the text mentions it.
        text: the document's text.
        pack: the document's language.
        settings: tells where the other languages' lexicons lie: foreign names stand untranslated.
    """
    tried = tuple(dict.fromkeys(names))
    for name in tried:
        if found := pack.institutions.type_of(name):
            return found
    return (
        _abroad(tried[0], pack, settings.models)
        or _by_context(spans, text, pack)
        or str(pack.institutions.table["default_quoted_type" if _QUOTED.fullmatch(tried[0]) else "default_type"])
    )


def is_foreign(names: Sequence[str], pack: LanguagePack, settings: Settings) -> bool:
    """Whether only another language's lexicon knows the head of a name: it stands untranslated and uninflected.

    Args:
        names: the name as the own language would put it, then as it stands.
        pack: the document's language.
        settings: tells where the other languages' lexicons lie.
    """
    words = pack.institutions.phrases
    heads = words.heads if words else frozenset()
    own = any(pack.institutions.type_of(name) or not heads.isdisjoint(name.casefold().split()) for name in names)
    return not own and _abroad(names[-1], pack, settings.models) is not None


@lru_cache(maxsize=20_000)
def _abroad(name: str, pack: LanguagePack, models: Path) -> str | None:
    for code in _languages(models):
        other = load_pack(models, code)
        if code != pack.code and (found := other.institutions.type_of(name)):
            return found
    return None


@lru_cache(maxsize=4)
def _languages(models: Path) -> tuple[str, ...]:
    """Codes of all packs; the folder is looked into once, not for every name."""
    return list_languages(models)


def _by_context(spans: Iterable[tuple[int, int]], text: str, pack: LanguagePack) -> str | None:
    """The type that most cue words near the name speak for; of two alike, the one that the pack lists first."""
    cues = pack.institutions.table.get("cues", {})
    votes: Counter[str] = Counter()
    for start, end in spans:
        around = f"{text[max(0, start - _AROUND) : start]} | {text[end : end + _AROUND]}".casefold()
        for type_, stems in cues.items():
            votes[type_] += sum(stem in around for stem in stems)
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] else None
