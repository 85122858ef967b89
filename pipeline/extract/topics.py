"""Find what a document is about: 1 to 5 of the controlled topics, each with the words that speak for it.

Two linear models, one upon the other. The first reads the terms of the language's lexicon: the evidence of a topic
is the sum of the weights of its terms, damped for repetition, higher in the opening lines, per length of text; its
logit rests on its evidence, on its share of all evidence, and on learned corrections of single terms. The second,
alike in all languages, moves that logit by what surrounds it: the other topics, the concepts of events, the kinds of
institutions, the functions of the officials, the countries of the places. A topic without a term in the text is told
only if it is one of the few that the surroundings give away (guests from abroad: town twinning), and then without
evidence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pipeline.language import LanguagePack
from pipeline.language.events import EventLexicon
from pipeline.language.terms import Words, words_of
from pipeline.language.topics import TopicLexicon, TopicModel, TopicTerm
from pipeline.records import AnnotatedDocument, Institution, Official, Place, Topic
from pipeline.settings import Settings

_LINE = re.compile(r"(?m:^)[^\S\n]*[^\s][^\n]*")
_NO_WORDS = Words((), (), ())
_MOST_SURFACES = 12  # surfaces listed per topic; more would only repeat
_MOST_COUNTRIES = 4  # more countries than this say no more


@dataclass(slots=True)
class Matches:
    """The places of one term in a document."""

    surfaces: list[str] = field(default_factory=list)
    opening: bool = False

    def strength(self, model: TopicModel) -> float:
        """1 for a single mention, growing with the logarithm of mentions."""
        return 1 + math.log(len(self.surfaces)) + (model.title_bonus if self.opening else 0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one topic."""

    topic: str
    amount: float
    correction: float
    surfaces: tuple[str, ...]


def find_topics(
    document: AnnotatedDocument,
    places: Sequence[Place],
    institutions: Sequence[Institution],
    officials: Sequence[Official],
    pack: LanguagePack,
    settings: Settings,
) -> tuple[Topic, ...]:
    """The document's topics, strongest first; none where neither terms nor what surrounds them tell one."""
    model = pack.topics.model
    words = article_words(document)
    evidence = gather_evidence(document, words, pack.topics)
    concepts = count_concepts(words, pack.events)
    around = describe_surroundings(evidence, concepts, places, institutions, officials)
    scored = _score(evidence, around, model)
    return tuple(
        Topic(doc_id=document.doc_id, topic=found.topic, score=round(score, 4), evidence=found.surfaces)
        for position, (score, found) in enumerate(scored[: model.most])
        if position == 0 or score >= model.threshold
    )


def gather_evidence(document: AnnotatedDocument, words: Words, lexicon: TopicLexicon) -> list[Evidence]:
    """What in a document's words speaks for each topic; training uses it too, so that both see the same numbers."""
    return _weigh(_match(document, words, lexicon), len(words.texts), lexicon.model)


def count_concepts(words: Words, events: EventLexicon) -> Counter[str]:
    """How often a document's words name each concept of events; training uses it too."""
    return Counter([concept for _, _, concept in events.concepts.find(words.texts)])


def article_words(document: AnnotatedDocument) -> Words:
    """Words of what the document itself says: boilerplate tells of the website, not of the news."""
    own = [segment for segment in document.segments if segment.kind != "boilerplate"]
    found = [words_of(document.text, segment.start_char, segment.end_char) for segment in own]
    return Words(*(tuple(chain.from_iterable(column)) for column in zip(_NO_WORDS, *found, strict=True)))


def _opening_end(text: str, lines: int) -> int:
    end = 0
    for _, line in zip(range(lines), _LINE.finditer(text), strict=False):
        end = line.end()
    return end


def _match(document: AnnotatedDocument, words: Words, lexicon: TopicLexicon) -> dict[TopicTerm, Matches]:
    opening_end = _opening_end(document.text, lexicon.model.opening_lines)
    found: dict[TopicTerm, Matches] = {}
    for first, end, term in lexicon.terms.find(words.texts):
        start_char = words.starts[first]
        matches = found.get(term)
        if matches is None:
            matches = found[term] = Matches()
        matches.surfaces.append(document.text[start_char : words.ends[end - 1]])
        if start_char < opening_end:
            matches.opening = True
    return found


def _weigh(matches: dict[TopicTerm, Matches], n_words: int, model: TopicModel) -> list[Evidence]:
    length = max(n_words, model.least_words) / model.words
    by_topic: dict[str, list[tuple[float, float, Matches]]] = {}
    for term, found in matches.items():
        strength = found.strength(model) / length
        parts = by_topic.get(term.topic)
        if parts is None:
            parts = by_topic[term.topic] = []
        parts.append((term.weight * strength, term.learned * strength, found))
    evidence = []
    for topic, parts in by_topic.items():
        parts.sort(key=lambda part: -(part[0] + part[1]))
        surfaces = dict.fromkeys(
            [s for amount, learned, found in parts if amount + learned > 0 for s in found.surfaces]
        )
        total, correction = sum([part[0] for part in parts]), sum([part[1] for part in parts])
        evidence.append(Evidence(topic, total, correction, tuple(surfaces)[:_MOST_SURFACES]))
    return evidence


def describe_surroundings(
    evidence: Sequence[Evidence],
    concepts: Mapping[str, int],
    places: Sequence[Place],
    institutions: Sequence[Institution],
    officials: Sequence[Official],
) -> dict[str, float]:
    """What else a document holds, as named numbers; those that are nought are left out. Training uses it too."""
    strongest = max((found.amount for found in evidence), default=0.0) or 1.0
    around = {f"topic:{found.topic}": found.amount / strongest for found in evidence}
    around |= {f"concept:{concept}": math.log1p(n) for concept, n in concepts.items()}
    around |= {f"institution:{kind}": math.log1p(n) for kind, n in Counter(row.type for row in institutions).items()}
    around |= {f"role:{role}": math.log1p(n) for role, n in Counter(row.role for row in officials).items()}
    around["countries"] = float(min(len({row.country for row in places if row.country}), _MOST_COUNTRIES))
    return around


def _score(
    evidence: Sequence[Evidence], around: Mapping[str, float], model: TopicModel
) -> list[tuple[float, Evidence]]:
    """(probability, evidence) of each topic that a term or, where that may be, its surroundings tell; best first."""
    scored = []
    possible = [*evidence, *_unnamed(evidence, model)]
    for found, logit in zip(possible, _lexicon_logits(possible, model), strict=True):
        if not found.surfaces and found.topic not in model.unnamed:
            continue
        weights = model.surroundings[found.topic]
        logit = weights.own * logit + weights.constant
        weight_of = weights.features.get
        logit += sum([weight_of(name, 0.0) * value for name, value in around.items()])
        score = 1 / (1 + math.exp(-logit))
        if found.surfaces or score >= model.threshold:
            scored.append((score, found))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].topic))


def _unnamed(evidence: Sequence[Evidence], model: TopicModel) -> list[Evidence]:
    """Nothing as evidence for the topics that surroundings may tell and no term does."""
    named = {found.topic for found in evidence}
    return [Evidence(topic, 0.0, 0.0, ()) for topic in model.unnamed if topic not in named]


def _lexicon_logits(evidence: Sequence[Evidence], model: TopicModel) -> list[float]:
    """What the terms alone say of each topic, in logits."""
    total = sum(found.amount for found in evidence) or 1.0
    strongest = max((found.amount for found in evidence), default=0.0) or 1.0
    return [
        model.bias[found.topic]
        + found.correction
        + model.evidence * math.log1p(found.amount)
        + model.share * found.amount / total
        + model.relative * found.amount / strongest
        for found in evidence
    ]
