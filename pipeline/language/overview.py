"""What each language pack covers, for people: version, weights and their licence and F1, size of each part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.language.files import read_csv
from pipeline.language.pack import LanguagePack, list_languages, load_pack
from pipeline.language.weights import check_weights

_LISTS = ("roles", "institutions", "topics", "events")
_SHARED_WEIGHTS = "xx"


def describe_packs(models: Path) -> list[dict[str, Any]]:
    """One description per language, by code.

    Raises:
        PackError: a pack is broken; the message names file and line.
    """
    return [_describe(load_pack(models, code)) for code in list_languages(models)]


def _describe(pack: LanguagePack) -> dict[str, Any]:
    pack.check()
    ner = pack.folder / "ner" / "meta.json"
    weights = ner if ner.exists() else pack.folder.parent / _SHARED_WEIGHTS / "ner" / "meta.json"
    if weights.exists():
        check_weights(weights.parent)
    meta = json.loads(weights.read_text("utf-8")) if weights.exists() else {}
    performance = meta.get("performance", {})
    score = performance.get("ents_f")
    return {
        "code": pack.code,
        "language": pack.name,
        "version": pack.version,
        "weights": weights.parent.parent.name if meta else "none",
        "licence": meta.get("license", ""),
        "F1": f"{100 * score:.1f}" if score else "",
        **{part: sum(1 for _ in read_csv(pack.folder / f"{part}.csv", ())) for part in _LISTS},
    }
