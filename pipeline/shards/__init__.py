"""Plan, run and resume: from a folder of releases to tables, whatever happens in between."""

from __future__ import annotations

from pipeline.shards.report import Progress, RunError, RunReport
from pipeline.shards.runner import run

__all__ = ["Progress", "RunError", "RunReport", "run"]
