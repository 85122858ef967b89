"""Topics of short texts: ``tests/cases/<code>/topics.txt``.

Each case is one line, ``topic, topic | text``: the topics must be among those found; a topic after ``!`` must not be.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.extract.topics import article_words, count_concepts, describe_surroundings, find_topics
from pipeline.language import PackError, list_languages, load_pack
from pipeline.language.topics import load_surroundings, load_topic_ids, read_topic_terms
from pipeline.records import AnnotatedDocument, Institution, Place, Segment, Topic
from pipeline.settings import Settings

CASES = Path(__file__).parent / "cases"
SETTINGS = Settings()


def read_cases() -> Iterator[object]:
    """A test parameter for each line of each language."""
    for path in sorted(CASES.glob("*/topics.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                wanted, _, text = line.partition(" | ")
                yield pytest.param(path.parent.name, wanted.split(", "), text, id=f"{path.parent.name}-{number}")


def topics_of(
    code: str,
    text: str,
    boilerplate: str = "",
    institutions: tuple[Institution, ...] = (),
    places: tuple[Place, ...] = (),
) -> tuple[Topic, ...]:
    """Topics of an article, with a piece of boilerplate after it."""
    end = len(text)
    whole = text + boilerplate
    segments = (
        Segment("x", 0, None, "article", code, 0, end),
        Segment("x", 1, None, "boilerplate", code, end, len(whole)),
    )
    document = AnnotatedDocument("x", whole, code, None, None, segments, (), ())
    return find_topics(document, places, institutions, (), load_pack(SETTINGS.models, code), SETTINGS)


@pytest.mark.parametrize(("code", "wanted", "text"), list(read_cases()))
def test_cases(code: str, wanted: list[str], text: str) -> None:
    found = {row.topic for row in topics_of(code, text)}
    assert {topic for topic in wanted if not topic.startswith("!")} <= found
    assert not found & {topic.removeprefix("!") for topic in wanted if topic.startswith("!")}


@pytest.mark.parametrize("code", list_languages(SETTINGS.models))
def test_every_language_has_terms_for_every_topic(code: str) -> None:
    shared = SETTINGS.models / "shared"
    terms = read_topic_terms(SETTINGS.models / code / "topics.csv", frozenset(load_topic_ids(shared)))
    assert {term.topic for term in terms if term.weight} == set(load_topic_ids(shared))


def test_strongest_first_with_evidence_from_the_text() -> None:
    text = "Der Chor gab ein Konzert im Theater. Auch ein Orchester spielte."
    first, *_ = topics_of("de", text)
    assert first.topic == "culture_heritage"
    assert {"Chor", "Konzert", "Theater", "Orchester"} <= set(first.evidence)
    assert 0 < first.score < 1


def test_boilerplate_says_nothing() -> None:
    assert topics_of("de", "Es regnete.", " Krankenhaus Klinik Ärzte Patienten") == ()


@pytest.mark.parametrize(
    "row",
    [
        "no_such_topic,wort,1,,x",
        "sport,ball,viel,,x",
        "sport,,1,,x",
        "sport,a*b,1,,x",
        "sport,ball,1,,x\nsport,ball,2,,x",
    ],
    ids=["unknown topic", "weight", "empty", "star within", "twice"],
)
def test_faults_name_file_and_line(row: str, tmp_path: Path) -> None:
    from pipeline.language.topics import load_topics

    (tmp_path / "topics.csv").write_text(f"topic,term,weight,learned,note\n{row}\n", "utf-8")
    with pytest.raises(PackError, match=r"topics\.csv"):
        load_topics(tmp_path, SETTINGS.models / "shared")


def write_weights(folder: Path, *rows: str) -> Path:
    path = folder / "topic_surroundings.csv"
    path.write_text("\n".join(("feature,sport,health", *rows)) + "\n", "utf-8")
    return path


def test_surroundings_are_read_by_topic(tmp_path: Path) -> None:
    path = write_weights(tmp_path, "own,1,2", "constant,0,-1", "role:mayor,,0.5")
    health = load_surroundings(path, ("sport", "health"))["health"]
    assert (health.own, health.constant, health.features) == (2.0, -1.0, {"role:mayor": 0.5})


@pytest.mark.parametrize("rows", [("own,1,1",), ("own,1,x", "constant,0,0"), ("own,1,", "constant,0,0")])
def test_faulty_surroundings_name_their_file(rows: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(PackError, match="topic_surroundings"):
        load_surroundings(write_weights(tmp_path, *rows), ("sport", "health"))


def test_what_a_document_holds_moves_its_topics() -> None:
    text = "Die Klinik lud zum Sommerfest."
    alone = {row.topic: row.score for row in topics_of("de", text)}
    hospital = Institution("x", 0, 0, "Klinik", 4, 10, "Klinik", "surface", None, "health", None, "i", 0.9)
    beside = {row.topic: row.score for row in topics_of("de", text, institutions=(hospital,))}
    assert beside["health"] > alone["health"]


def test_guests_from_abroad_tell_town_twinning_without_a_term() -> None:
    text = "Drei Fachleute, je einer in Ostrava, Riga und Lviv daheim, sahen in Jena die Kläranlage."
    abroad = tuple(
        Place("x", 0, 0, name, text.index(name), text.index(name) + len(name), name, "city", None, country, None, None)
        for name, country in (("Ostrava", "CZ"), ("Riga", "LV"), ("Lviv", "UA"), ("Jena", "DE"))
    )
    assert "town_twinning" not in {row.topic for row in topics_of("de", text)}
    found = {row.topic: row for row in topics_of("de", text, places=abroad)}
    assert found["town_twinning"].evidence == ()
    assert "human_rights" not in found


def test_concepts_of_events_surround_topics() -> None:
    text, boilerplate = "Der Besuch endete mit einem Konzert, der zweite Besuch auch.", " Konferenz"
    whole = text + boilerplate
    segments = (
        Segment("x", 0, None, "article", "de", 0, len(text)),
        Segment("x", 1, None, "boilerplate", "de", len(text), len(whole)),
    )
    document = AnnotatedDocument("x", whole, "de", None, None, segments, (), ())
    counts = count_concepts(article_words(document), load_pack(SETTINGS.models, "de").events)
    assert counts["visit"] > counts["concert"] > counts["conference"] == 0
    around = describe_surroundings((), counts, (), (), ())
    assert around["concept:visit"] > around["concept:concert"] > 0
