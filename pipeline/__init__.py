"""Event extraction for press releases: raw texts in, normalised Parquet tables out.

The public surface is :class:`Extractor`; everything else may change between minor versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.process import Extractor

__version__ = "0.1.0"
__all__ = ["Extractor", "__version__"]


def __getattr__(name: str) -> Any:
    """Load the extractor when it is first asked for, so that ``import pipeline`` stays cheap."""
    if name == "Extractor":
        from pipeline.process import Extractor

        return Extractor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
