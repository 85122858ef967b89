"""Calendar dates, ranges and relative expressions, normalised.

:func:`find_dates` gives the rows of a document, :func:`recognise` the expressions of any text.
"""

from __future__ import annotations

from pipeline.extract.dates.find import find_dates
from pipeline.extract.dates.recognise import Recognised, recognise

__all__ = ["Recognised", "find_dates", "recognise"]
