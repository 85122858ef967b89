"""Write the name lists of the packs: models/<code>/names/{given,family}.txt and models/shared/names/given.txt.

    python models/training/name_lists.py FAKER_JSON PRESS_TRAIN MODELS

Sources: Faker (MIT; names per locale as JSON: locale → ``person:first_names_male`` …), for Russian given names the
wheel pymorphy3-dicts-ru (MIT), and the base forms of the press corpus' train half (CC0-1.0). Nothing is read from its
dev half.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

HOME = {
    "de": ("de_DE", "de_AT", "de_CH", "de_LI", "de_LU"), "pl": ("pl_PL",), "cs": ("cs_CZ",), "sk": ("sk_SK",),
    "fr": ("fr_FR", "fr_BE", "fr_CH"), "it": ("it_IT",), "en": ("en_GB", "en_IE", "en_US"), "es": ("es_ES",),
    "nl": ("nl_NL", "nl_BE"), "lt": ("lt_LT",), "uk": ("uk_UA",), "ru": ("ru_RU",),
}  # fmt: skip
GUESTS = (
    "de_DE", "de_AT", "de_CH", "pl_PL", "cs_CZ", "sk_SK", "fr_FR", "fr_BE", "fr_CA", "it_IT", "en_GB", "en_IE",
    "en_US", "es_ES", "es_MX", "nl_NL", "nl_BE", "lt_LT", "lv_LV", "et_EE", "fi_FI", "sv_SE", "da_DK", "no_NO",
    "hu_HU", "ro_RO", "hr_HR", "sl_SI", "tr_TR", "pt_PT", "pt_BR", "az_AZ", "uz_UZ", "ga_IE",
)  # fmt: skip
# Everyday short forms, and frequent names that the sources lack.
EXTRA = {
    "cs": {"m": "Ota Jirka Honza Jarda Mirek Franta Jindra"},
    "pl": {
        "f": """Agata Agnieszka Aldona Aleksandra Alicja Alina Aneta Anna Barbara Beata Bogumiła Bogusława Bożena Celina
        Cecylia Czesława Danuta Daria Dominika Dorota Edyta Elżbieta Emilia Ewa Ewelina Gabriela Genowefa
        Grażyna Halina Hanna Helena Ilona Irena Iwona Izabela Jadwiga Janina Joanna Jolanta Józefa Judyta
        Julia Justyna Kamila Karolina Katarzyna Kazimiera Kinga Klaudia Krystyna Lena Lidia Liliana Lucyna
        Ludwika Łucja Magda Magdalena Maja Malwina Małgorzata Maria Marianna Mariola Marta Maryla Marzena
        Michalina Milena Mirosława Monika Natalia Nina Oktawia Ola Olga Oliwia Patrycja Paulina Regina Renata
        Roksana Róża Sabina Sandra Stanisława Stefania Sylwia Teresa Urszula Wanda Weronika Wiesława Wioletta
        Wiktoria Zdzisława Zenobia Zofia Zuzanna Żaneta""",
        "m": """Adam Adrian Albert Aleksander Aleksy Alfred Alojzy Andrzej Antoni Arkadiusz Artur Bartłomiej Bartosz
        Benedykt Bernard Błażej Bogdan Bogumił Bogusław Bolesław Bronisław Bruno Cezary Cyprian Czesław Damian Daniel
        Dariusz Dawid Dominik Edmund Edward Emil Eryk Eugeniusz Fabian Feliks Ferdynand Filip Franciszek
        Fryderyk Gabriel Grzegorz Gustaw Henryk Hieronim Hubert Ignacy Igor Ireneusz Jacek Jakub Jan Janusz
        Jarosław Jerzy Józef Julian Juliusz Kacper Kajetan Kamil Karol Kazimierz Konrad Konstanty Kornel
        Krystian Krzysztof Lech Leon Leonard Leszek Lucjan Ludwik Łukasz Maciej Maksymilian Marcel Marcin
        Marek Marian Mariusz Mateusz Michał Mieczysław Mikołaj Miłosz Mirosław Norbert Oskar Patryk Paweł
        Piotr Przemysław Radosław Rafał Remigiusz Robert Roman Ryszard Sebastian Sławomir Stanisław Stefan
        Sylwester Szczepan Szymon Tadeusz Tomasz Tymoteusz Wacław Waldemar Walenty Wiesław Wiktor Witold
        Władysław Włodzimierz Wojciech Zbigniew Zdzisław Zenon Zygmunt""",
    },
}  # fmt: skip
DECLINED = ("pl", "cs", "sk", "uk", "ru", "lt")  # here an unknown name that ends in a consonant is a man's
FEMALE_END = re.compile(r"(?:a|ia|ė|я|а)$")
# A woman's family name tells her brother's, and the other way round.
COUNTERPARTS = {
    "pl": (("ska", "ski"), ("cka", "cki"), ("dzka", "dzki")),
    "cs": (("ská", "ský"), ("cká", "cký"), ("ná", "ný"), ("ková", "ek"), ("ová", "")),
    "sk": (("ská", "ský"), ("cká", "cký"), ("ná", "ný"), ("ková", "ek"), ("ová", "")),
    "uk": (("ська", "ський"), ("цька", "цький"), ("ова", "ов"), ("іна", "ін")),
    "ru": (("ская", "ский"), ("цкая", "цкий"), ("ова", "ов"), ("ева", "ев"), ("ина", "ин")),
}
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TAG = re.compile(r"\{\{PER:[^{}|\n]+\|([^{}\n]*)\}\}")


def faker_given(listed: dict[str, Any], locales: tuple[str, ...]) -> dict[str, set[str]]:
    """Given names of locales, each with its bearers' genders."""
    found: dict[str, set[str]] = defaultdict(set)
    for locale in locales:
        for key, names in listed.get(locale, {}).items():
            gender = "f" if key.endswith("_female") else "m" if key.endswith("_male") else None
            if key.startswith(("person:first_names", "person:middle_names")) and gender:
                for name in names:
                    if WORD.fullmatch(name) and len(name) > 1:
                        found[name].add(gender)
        for name in listed.get(locale, {}).get("person:first_names", ()):
            if WORD.fullmatch(name) and name not in found:
                found[name].add(guess(name, True))
    return found


def opencorpora_given() -> dict[str, set[str]]:
    """Given names of the Russian dictionary that the wheel pymorphy3-dicts-ru carries (MIT)."""
    import pymorphy3

    found: dict[str, set[str]] = defaultdict(set)
    for word, tag, normal, _, _ in pymorphy3.MorphAnalyzer(lang="ru").iter_known_word_parses():
        kinds = set(str(tag).replace(" ", ",").split(","))
        gender = "m" if "masc" in kinds else "f" if "femn" in kinds else None
        if (
            {"Name", "nomn", "sing"} <= kinds
            and not {"Abbr", "Init"} & kinds
            and gender
            and word == normal
            and len(word) > 2
        ):
            found[word.capitalize()].add(gender)
    return found


def guess(name: str, declined: bool) -> str:
    """Gender by the ending; f where nothing tells and the language does not decline."""
    return "f" if FEMALE_END.search(name) else "m"


def press_people(folder: Path) -> list[str]:
    """Base forms of the persons of a corpus folder."""
    return [base for path in sorted(folder.glob("*.txt")) for base in TAG.findall(path.read_text("utf-8"))]


def write(path: Path, note: str, lines: list[str]) -> None:
    """A list with its source on top."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {note}\n" + "".join(f"{line}\n" for line in lines), "utf-8")


def grouped(names: set[str], prefix: str = "") -> list[str]:
    """Names by initial, one line each."""
    initials: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        initials[name[0]].append(name)
    return [prefix + " ".join(initials[initial]) for initial in sorted(initials)]


def main(faker: Path, press: Path, models: Path) -> None:
    """Write every list."""
    listed = json.loads(faker.read_text("utf-8"))
    shared = faker_given(listed, GUESTS)
    for extra in EXTRA.values():
        for gender, names in extra.items():
            for name in names.split():
                shared[name].add(gender)
    source = "Sources: Faker (MIT)"
    sample = {
        n
        for locale in GUESTS
        for k, v in listed[locale].items()
        if "last_names" in k
        for n in sorted(v)[:: max(1, len(v) // 200)]
    }
    write(models / "shared/names/family.txt", f"A sample of Europe's family names, for their endings. {source}.",
          grouped({n for n in sample if WORD.fullmatch(n)}))  # fmt: skip
    write(models / "shared/names/given.txt", f"Given names of Europe and its guests. {source}.",
          [line for g in "fm" for line in grouped({n for n, s in shared.items() if g in s}, f"{g}: ")])  # fmt: skip
    for code, locales in HOME.items():
        given = faker_given(listed, locales)
        family: set[str] = set()
        if code == "ru":
            men = {form for name, s in given.items() if "m" in s for form in (name + "а", name[:-1] + "я")}
            for name, genders in opencorpora_given().items():
                # Surveyed names hold forms taken for names: Вадима, Георгия are Vadim's and Georgy's.
                if name in given or genders != {"f"} or name not in men:
                    given[name] |= genders
        for gender, names in EXTRA.get(code, {}).items():
            for name in names.split():
                given[name].add(gender)
        for locale in locales:
            family.update(n for k, v in listed[locale].items() if "last_names" in k for n in v if WORD.fullmatch(n))
        for base in press_people(press / code):
            words = base.split()
            if len(words) > 1 and all(WORD.fullmatch(word) for word in words):
                for name in words[:-1] if len(words) == 2 else words[:1]:
                    if name not in given and name[:1].isupper():
                        given[name] = set(shared.get(name) or guess(name, code in DECLINED))
                family.update(part for part in words[-1].split("-") if part[:1].isupper())
        for woman, man in COUNTERPARTS.get(code, ()):
            family.update([n.removesuffix(woman) + man for n in family if n.endswith(woman) and man != "ek"])
            family.update([n.removesuffix(man) + woman for n in family if man not in ("", "ek") and n.endswith(man)])
            if man == "ek":
                family.update([n.removesuffix("ek") + woman for n in family if n.endswith("ek")])
        wheel = "; pymorphy3-dicts-ru (MIT)" if code == "ru" else ""
        note = f"{source}{wheel}; press corpus, train (CC0-1.0)."
        write(models / code / "names/given.txt", f"Given names. {note}",
              [line for g in "fm" for line in grouped({n for n, s in given.items() if g in s}, f"{g}: ")])  # fmt: skip
        write(models / code / "names/family.txt", f"Family names, base forms. {note}", grouped(family))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
