"""Base forms of names: the form a person would write, from the form that stands in the text.

One small interface, :class:`Morphology` (``pack.morphology``), with a dictionary library behind it where the pack
names one, and the pack's paradigms elsewhere. Trust runs: a nominative attested in the document, the dictionary, a
rule, the surface; ``name_from`` tells which one a base form rests on.
"""

from __future__ import annotations

from pipeline.morphology.attestations import Attestations
from pipeline.morphology.morphology import Morphology, PersonBase

__all__ = ["Attestations", "Morphology", "PersonBase"]
