"""One document's way: what the source tells goes before what is guessed; whatever goes wrong keeps its row."""

from datetime import date

import pytest

from pipeline import Extractor
from pipeline.process import Extractor as Direct
from pipeline.records import RawDocument
from pipeline.settings import Settings

TEXT = "Neustadt, 3. Mai 2019. Am Dienstag besuchte Bürgermeisterin Anna Muster die Feuerwehr."


def raw(text: str, key: str = "a.txt", **told: object) -> RawDocument:
    return RawDocument(key, key, "text", text, "0", **told)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Direct()


def test_the_public_class_is_the_one_that_extracts() -> None:
    assert Extractor is Direct


def test_told_language_and_day_win(extractor: Extractor) -> None:
    found = extractor.extract(TEXT, language="nl", published=date(2020, 1, 2))
    assert (found.language, found.document.published, found.document.published_from) == (
        "nl",
        date(2020, 1, 2),
        "metadata",
    )


def test_detected_language_and_day_otherwise(extractor: Extractor) -> None:
    found = extractor.extract(TEXT)
    assert (found.language, found.document.published, found.document.published_from) == (
        "de",
        date(2019, 5, 3),
        "dateline",
    )
    assert [d.edtf for d in found.dates] == ["2019-05-03", "2019-04-30"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "empty"),
        ("\u200b \n", "empty"),
        ("A polgármester tegnap fogadta a lengyel testvérváros küldöttségét a városházán.", "partial_language"),
        ("12345 67890", "unsupported_language"),
        ("Der Rat tagt am 3. Mai. " * 50_000, "failed"),
    ],
)
def test_a_document_that_goes_no_further_says_why(extractor: Extractor, text: str, status: str) -> None:
    found = extractor.extract(text)
    assert found.document.status == status
    assert len(found.problems) == 1
    assert found.problems[0].message


PARTIAL = {
    "hu": (
        "A lengyel Gorlice küldöttsége 2019. május 3-án Budapestre érkezett, Kerekes Bódog polgármester fogadta.\n"
        "A következő találkozót 2020. június 14. napjára tervezik, a helyszín Hamburg lesz.",
        ["2019-05-03", "2020-06-14"],
        {"Hamburg"},
    ),
    "pt": (
        "Uma delegação de Hamburgo visitou Coimbra de 3 a 5 de maio de 2019. Basílio Quaresma, presidente,\n"
        "recebeu os visitantes. O acordo será assinado em Leipzig em setembro de 2021, o mais tardar em 12.10.2021.",
        ["2019-05-03/2019-05-05", "2021-09", "2021-10-12"],
        {"Leipzig"},
    ),
    "sv": (
        "Den 3 maj 2019 tog kommunen emot en delegation från Hamburg. Kommunalrådet Tova Lindqvist-Frisk visade\n"
        "gästerna skolan, och i oktober 2020 reser en grupp elever till Berlin.",
        ["2019-05-03", "2020-10"],
        {"Berlin", "Hamburg"},
    ),
}


@pytest.mark.parametrize("language", PARTIAL)
def test_a_language_without_a_pack_gives_dates_and_places(extractor: Extractor, language: str) -> None:
    text, dates, places = PARTIAL[language]
    found = extractor.extract(text)
    assert (found.language, found.document.status) == (language, "partial_language")
    assert [d.edtf for d in found.dates] == dates
    assert places <= {place.name for place in found.places}
    assert found.sentences
    assert not (found.officials or found.topics or found.events)
    assert "dates, places and institutions only" in found.problems[0].message


def test_a_language_that_the_run_leaves_out_is_not_read_in_part() -> None:
    found = Extractor(Settings(languages=("pl",))).extract(TEXT)
    assert found.document.status == "unsupported_language"


def test_an_error_costs_one_document(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    complete = extractor.complete

    def fail(item: object, names: object) -> object:
        if item.raw.doc_id == "b":  # type: ignore[attr-defined]
            raise RuntimeError("broken")
        return complete(item, names)  # type: ignore[arg-type]

    monkeypatch.setattr(extractor, "complete", fail)
    found = list(extractor.extract_many([raw(TEXT, "a"), raw(TEXT, "b"), raw(TEXT, "c")]))
    assert [item.document.status for item in found] == ["ok", "failed", "ok"]
    assert found[1].document.text == TEXT
    assert (found[1].problems[0].error, found[1].problems[0].stage) == ("RuntimeError", "extract")


def test_a_strict_run_raises() -> None:
    with pytest.raises(ValueError, match="more than the limit"):
        Direct(Settings(strict=True, max_chars=10)).extract(TEXT)


def test_batches_change_nothing(extractor: Extractor) -> None:
    texts = [TEXT, "Kraków, 4 maja 2019 r. Burmistrz Jan Kowal otworzył wystawę.", TEXT.replace("Mai", "Juni"), ""]
    documents = [raw(text, str(number)) for number, text in enumerate(texts)]
    together = list(extractor.extract_many(documents))
    assert together == [next(iter(extractor.extract_many([document]))) for document in documents]
