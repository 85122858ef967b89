from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies

from pipeline.detect import Detection, detect, detect_segment
from pipeline.language import PackError
from pipeline.language.detect import load_scripts
from pipeline.settings import Settings

SETTINGS = Settings()
TEXTS = {
    "de": "Die Gäste aus der Partnerstadt haben gestern das neue Pflegeheim besucht und mit dem Rat gesprochen.",
    "pl": "Goście z miasta partnerskiego odwiedzili wczoraj nowy dom opieki i rozmawiali z radnymi o przyszłości.",
    "en": "The guests from the twin town visited the new care home yesterday and talked with the council.",
    "cs": "Hosté z partnerského města včera navštívili nový domov pro seniory a hovořili se zastupiteli města.",
    "sk": "Hostia z partnerského mesta včera navštívili nový domov pre seniorov a rozprávali sa s poslancami mesta.",
    "uk": "Гості з міста-побратима вчора відвідали новий будинок для літніх людей і розмовляли з депутатами.",
    "ru": "Гости из города-побратима вчера посетили новый дом для пожилых людей и говорили с депутатами.",
    "fr": "Les hôtes de la ville jumelle ont visité hier la nouvelle maison de retraite et parlé avec le conseil.",
    "it": "Gli ospiti della città gemella hanno visitato ieri la nuova casa di riposo e parlato con il consiglio.",
    "es": "Los invitados de la ciudad hermana visitaron ayer la nueva residencia y hablaron con el ayuntamiento.",
    "nl": "De gasten uit de zusterstad bezochten gisteren het nieuwe verzorgingshuis en spraken met de raad.",
    "lt": "Svečiai iš miesto partnerio vakar aplankė naujus globos namus ir kalbėjosi su miesto tarybos nariais.",
    "hu": "A testvérváros vendégei tegnap meglátogatták az új idősek otthonát, és beszélgettek a képviselőkkel.",
    "sv": "Gästerna från vänorten besökte i går det nya äldreboendet och talade med kommunfullmäktige om framtiden.",
    "ro": "Oaspeții din orașul înfrățit au vizitat ieri noul cămin pentru vârstnici și au discutat cu consilierii.",
    "sl": "Gostje iz pobratenega mesta so včeraj obiskali novi dom za starejše in se pogovarjali s svetniki občine.",
    "hr": "Gosti iz grada prijatelja jučer su posjetili novi dom za starije osobe i razgovarali s vijećnicima.",
    "bg": "Гостите от побратимения град вчера посетиха новия дом за възрастни хора и разговаряха със съветниците.",
    "pt": "Os convidados da cidade irmã visitaram ontem o novo lar de idosos e falaram com a câmara municipal.",
    "da": "Gæsterne fra venskabsbyen besøgte i går det nye plejehjem og talte med byrådet om fremtiden.",
    "lv": "Viesi no sadraudzības pilsētas vakar apmeklēja jauno pansionātu un runāja ar domes deputātiem.",
    "el": "Οι επισκέπτες από την αδελφοποιημένη πόλη επισκέφθηκαν χθες το νέο γηροκομείο.",
    "he": "האורחים מהעיר התאומה ביקרו אתמול בבית האבות החדש",
    "ja": "姉妹都市からの訪問団は昨日、新しい老人ホームを訪れました。",
    "zh": "来自友好城市的客人昨天参观了新的养老院并与市议会进行了交谈。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_each_language_is_itself(language: str) -> None:
    found = detect(TEXTS[language], SETTINGS)
    assert found.language == language
    assert found.score is not None and found.score > 0.5


@pytest.mark.parametrize("language", ["de", "pl", "cs", "sk", "uk", "ru", "hu", "sl"])
def test_same_text_same_answer(language: str) -> None:
    assert len({detect(TEXTS[language], SETTINGS) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    "text", ["", "   ", "12.05.2019, 15:37", "---", "OK", "http://www.beispiel.example/seite", "😀😀😀"]
)
def test_texts_that_say_nothing_have_no_language(text: str) -> None:
    assert detect(text, SETTINGS) == Detection(None, None)


def test_hint_decides_only_where_the_text_says_too_little() -> None:
    assert detect("MOPS", SETTINGS, "pl").language == "pl"
    assert detect(TEXTS["de"], SETTINGS, "pl").language == "de"


def test_segment_takes_the_language_of_its_context_in_doubt() -> None:
    assert detect_segment("Anna Kowalska", "de", SETTINGS) == "de"
    assert detect_segment("Waldemar Wawrzyniak-Kowalski, Katowice", "de", SETTINGS) == "de"
    assert detect_segment("12.05.2019", None, SETTINGS) is None
    assert detect_segment(TEXTS["pl"], "de", SETTINGS) == "pl"
    assert detect_segment(TEXTS["cs"], "sk", SETTINGS) == "cs"


def test_only_a_bounded_prefix_is_read() -> None:
    assert detect(TEXTS["de"] * 20 + TEXTS["pl"] * 100_000, SETTINGS).language == "de"


def test_menu_in_another_language_does_not_decide() -> None:
    menu = "\n".join(["Skip to content", "Home page", "News and events", "Contact us", "Search this site"] * 5)
    assert detect(f"{menu}\n\n{TEXTS['pl']}\n{TEXTS['pl']}\n{TEXTS['pl']}", SETTINGS).language == "pl"


@given(strategies.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    found = detect(text, SETTINGS)
    assert (found.language is None) == (found.score is None)
    assert found.score is None or 0 <= found.score <= 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("scripts = [1]", "must be tables"),
        ('[[scripts]]\nname = "x"\nranges = [["b", "a"]]\ncandidates = ["de"]', "pair of characters"),
        ('[[scripts]]\nname = "x"\nranges = [["a", "b"]]\ncandidates = []', "must be language codes"),
    ],
)
def test_faults_are_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "detect.toml").write_text(content, "utf-8")
    with pytest.raises(PackError, match=message):
        load_scripts(tmp_path)
