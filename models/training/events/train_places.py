"""Learn the weights of ``models/shared/place_weights.csv``: where events took place, and where guests came from.

    python -m models.training.events.train_places PRESS_TRAIN_FOLDER

Prints what five-fold cross-validation gives. Needs scikit-learn and scipy, which the product does not.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.training.events.examples import GAZETTEER, Example, edtf_of, learn_rows, read_press, write_weights
from models.training.events.fit import Features, fit_ranking, folds
from models.training.press.press_corpus import HeaderEvent
from pipeline.extract.events.direction import Journey, journey_of
from pipeline.extract.events.mentions import Candidate, possible_places
from pipeline.extract.events.place_features import place_features
from pipeline.extract.events.seats import seat_of
from pipeline.extract.events.sides import guest_features, host_probabilities
from pipeline.gazetteer import fold

STRENGTH = {"host": 0.1, "guest": 0.1}
LIMITS = {"host": 0.2, "guest": 0.4, "only guest": 0.2}


@dataclass
class Places:
    """The places of an example's main event.

    Attributes:
        candidates: the places.
        features: of each of them.
        journey: what the article as a whole tells of its host.
        host: index of the host, None if no candidate is it.
        guests: indices of the guests' places.
        main: the event.
        chances: of each place to be the host.
    """

    candidates: list[Candidate]
    features: list[dict[str, float]]
    journey: Journey
    host: int | None
    guests: set[int]
    main: HeaderEvent
    chances: list[float]


def places_of(example: Example) -> Places:
    """Candidates with what is right: the index of the host, the names of the guests' places."""
    main = example.mains[0]
    candidates = possible_places(example.scene, example.pack, GAZETTEER)
    time = next((time for time in example.times if edtf_of(time) == main.edtf), None)
    home = example.pack.places.home
    features = place_features(example.scene, candidates, time, {main.type: 1.0}, home)
    journey = journey_of(example.scene, candidates, features, time, main.type, home)
    hosts = [n for n, candidate in enumerate(candidates) if main.host and is_place(candidate, main.host, example)]
    guests = {n for n, c in enumerate(candidates) if any(is_place(c, guest, example) for guest in main.guests)}
    best = next((n for n in hosts if fold(candidates[n].name) == fold(main.host or "")), hosts[0] if hosts else None)
    return Places(candidates, features, journey, best, guests, main, [])


def is_place(candidate: Candidate, wanted: str, example: Example) -> bool:
    """Whether a candidate is the place that the header names: by its name, a longer or shorter one, or another one's.

    Of an institution the header wants its seat.
    """
    one, other = fold(candidate.name), fold(wanted.partition("(")[0].strip())
    if one == other or one.startswith(other + " ") or other.startswith(one + " "):
        return True
    entry = GAZETTEER.best(wanted, countries=example.pack.places.home, language=example.pack.code)
    if entry is not None:
        return entry.geonames_id == candidate.geonames_id
    seat = seat_of(wanted, example.pack, GAZETTEER)
    if seat is not None:
        return seat[1].geonames_id == candidate.geonames_id or fold(seat[0]) == one
    spans = {(s.start, s.end) for s in example.release.spans if s.label == "ORG" and s.base == wanted}
    return any((m.start_char, m.end_char) in spans for m in candidate.mentions if m.source == "institution")


def learn_hosts(places: Sequence[Places], n_hosts: int) -> dict[str, float]:
    """Weights of hosts; leaves in each example the probabilities that a model without it gives."""

    def fit(chosen: Sequence[Places]) -> dict[str, float]:
        nowhere: Features = {"nowhere": 1.0}
        shown = [(p.journey.added_to(p.features), p.host) for p in chosen if p.features]
        groups = [([*found, nowhere], len(found) if host is None else host) for found, host in shown]
        return fit_ranking(groups, STRENGTH["host"], least=6)

    hits = 0
    for train, test in folds(len(places)):
        weights = fit([places[i] for i in train])
        for i in test:
            place = places[i]
            place.chances = host_probabilities(place.features, place.journey, weights)
            if place.host is not None:
                hits += max(range(len(place.chances)), key=place.chances.__getitem__) == place.host
    print(f"host: {100 * hits / n_hosts:.1f} % of {n_hosts}")
    return fit(places)


def learn_guests(places: Sequence[Places]) -> dict[str, float]:
    """Weights of guests."""
    rows = [guest_features(place.features, place.candidates, place.chances) for place in places]
    right = [[n in place.guests for n in range(len(place.candidates))] for place in places]
    return learn_rows("guests", rows, right, sum(len(place.guests) for place in places), STRENGTH["guest"])


def main() -> None:
    """Learn and write everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("press", type=Path, help="the press corpus' train folder")
    places = [places_of(example) for example in read_press(parser.parse_args().press) if example.mains]
    hosts = learn_hosts(places, sum(bool(place.main.host) for place in places))
    models = {"host": hosts, "guest": learn_guests(places), "place limits": LIMITS}
    write_weights("place_weights.csv", {name: {"": weights} for name, weights in models.items()})


if __name__ == "__main__":
    main()
