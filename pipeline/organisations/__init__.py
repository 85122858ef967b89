"""Where a document names institutions: shared by the finders of places and of institutions."""

from __future__ import annotations

from pipeline.organisations.adjectives import place_of_adjective
from pipeline.organisations.spans import OrganisationSpan, organisation_spans

__all__ = ["OrganisationSpan", "organisation_spans", "place_of_adjective"]
