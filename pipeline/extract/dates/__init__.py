"""Calendar dates, ranges and relative expressions, normalised.

:func:`find_dates` gives the rows of a document, :func:`find_published` its publication date, which comes first because
relative dates need it, and :func:`recognise` the expressions of any text.
"""

from __future__ import annotations

from pipeline.extract.dates.find import find_dates
from pipeline.extract.dates.published import find_published
from pipeline.extract.dates.recognise import Recognised, recognise

__all__ = ["Recognised", "find_dates", "find_published", "recognise"]
