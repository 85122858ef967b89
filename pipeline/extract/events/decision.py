"""What is decided of an event before its places and people are known."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.events.times import Time


@dataclass(frozen=True)
class Decision:
    """An event before its places and people are known.

    Attributes:
        type: controlled event type.
        time: when, None if the article does not say.
        main: whether the article is about it.
        sentence: number of the sentence that tells it.
        probability: that there is such an event at that time.
    """

    type: str
    time: Time | None
    main: bool
    sentence: int
    probability: float
