"""Language packs: what the pipeline knows about a language, read from ``models/<code>/`` and checked.

This package is the only reader of ``models/``. Each part of a pack has a module of its own, which holds the
part's record and its loader; parts load when they are first asked for.
"""

from __future__ import annotations

from pipeline.language.files import PackError
from pipeline.language.pack import LanguagePack, list_languages, load_pack
from pipeline.language.partial import PartialPack, load_partial

__all__ = ["LanguagePack", "PackError", "PartialPack", "list_languages", "load_pack", "load_partial"]
