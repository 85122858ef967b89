"""Find events: visits, meetings, agreements and other happenings, with their time, places and people."""

from pipeline.extract.events.find import find_events

__all__ = ["find_events"]
