"""What a country is called in the language of a page, by Babel (Unicode CLDR); the registry writes English names."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

# Names of the registry, today's and earlier ones, that are not CLDR's English ones; the codes are ISO 3166's.
OF_THE_REGISTRY = {
    "Turkey (Türkiye)": "TR",
    "Turkey": "TR",
    "Czech Republic": "CZ",
    "Hong Kong": "HK",
    "Macau": "MO",
    "Macao": "MO",
    "Burma": "MM",
    "Myanmar": "MM",
    "Congo": "CG",
    "Republic of the Congo": "CG",
    "Democratic Republic of the Congo": "CD",
    "Congo, The Democratic Republic of the": "CD",
    "Côte D'Ivoire": "CI",
    "Ivory Coast": "CI",
    "Iran, Islamic Republic of": "IR",
    "Korea, Republic of": "KR",
    "Korea, Democratic People's Republic of": "KP",
    "Lao People's Democratic Republic": "LA",
    "Libyan Arab Jamahiriya": "LY",
    "Macedonia, The Former Yugoslav Republic of": "MK",
    "Moldova, Republic of": "MD",
    "Russian Federation": "RU",
    "Swaziland": "SZ",
    "Syrian Arab Republic": "SY",
    "Tanzania, United Republic of": "TZ",
    "The Bahamas": "BS",
    "The Gambia": "GM",
    "Cape Verde": "CV",
    "East Timor": "TL",
    "Palestine": "PS",
    "Palestinian Territory": "PS",
    "Palestinian Territory, occupied": "PS",
    "Palestinian Territories, Occupied": "PS",
    "Bolivia, Plurinational State of": "BO",
    "Venezuela, Bolivarian Republic of": "VE",
    "Brunei Darussalam": "BN",
    "Holy See": "VA",
    "Holy See (Vatican City State)": "VA",
    "Vatican": "VA",
    "Viet Nam": "VN",
    "Virgin Islands (U.S.)": "VI",
    "Reunion": "RE",
}


@lru_cache(maxsize=10_000)
def country_name(english: str, language: str) -> str:
    """The country's name in a language; in English, and where it is not known, as the registry writes it."""
    if language.partition("-")[0] == "en":
        return english
    try:
        territories = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        return english
    return territories.get(_codes().get(_key(english), ""), english)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """ISO codes by the English names of CLDR and of the registry."""
    territories = Locale("en").territories.items()
    named = {_key(name): code for code, name in territories if len(code) == 2 and code.isalpha()}
    return named | {_key(name): code for name, code in OF_THE_REGISTRY.items()}


def _key(name: str) -> str:
    """CLDR writes "St." and "&" where others write the words."""
    words = name.casefold().replace("’", "'").replace("&", "and").replace("saint ", "st. ")
    return " ".join(words.split())
