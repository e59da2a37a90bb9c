"""Names by language: which language a name is in, and what a place is called where it lies.

Takes a name and its country; gives BCP 47 tags. Where a script or its letters settle no language the tag says the
script alone (``und-Cyrl``): nothing is guessed.
"""

from __future__ import annotations

import unicodedata
from types import MappingProxyType

_OF_SCRIPT = MappingProxyType(
    {"ARMENIAN": "hy", "GEORGIAN": "ka", "HEBREW": "he", "GREEK": "el", "THAI": "th", "KHMER": "km"}
)
"""Scripts that one language of today writes its place names in."""

_LETTERS = (
    # Order matters: Belarusian shares its i with Ukrainian, Kazakh its y with Russian.
    ("CYRILLIC", "ў", "be"),
    ("CYRILLIC", "әғқңөұүһ", "kk"),
    ("CYRILLIC", "ѓќѕ", "mk"),
    ("CYRILLIC", "ђјљњћџ", "sr"),
    ("CYRILLIC", "іїєґ", "uk"),
    ("CYRILLIC", "ыэё", "ru"),
    ("ARABIC", "ٹڈڑںے", "ur"),
    ("ARABIC", "ەۆێڵڕ", "ckb"),
    ("ARABIC", "پچژگ", "fa"),
    ("LATIN", "ə", "az"),
)
"""Letters that only one language of its script uses."""

_OF_COUNTRY = MappingProxyType(
    {
        "ARM": ("hy",),
        "AZE": ("az",),
        "GEO": ("ka",),
        "UKR": ("uk", "und-Cyrl"),
        "RUS": ("ru", "und-Cyrl"),
        "BLR": ("be", "ru", "und-Cyrl"),
        "KAZ": ("kk", "ru", "und-Cyrl"),
        "KGZ": ("ky", "und-Cyrl"),
        "SRB": ("sr", "und-Cyrl"),
        "MKD": ("mk", "und-Cyrl"),
        "BGR": ("bg", "und-Cyrl"),
        "GRC": ("el",),
        "CYP": ("el", "tr"),
        "TUR": ("tr",),
        "ISR": ("he", "ar"),
        "IRN": ("fa", "und-Arab"),
        "AFG": ("fa", "und-Arab"),
        "PAK": ("ur", "und-Arab"),
        "THA": ("th",),
        "KHM": ("km",),
        "CHN": ("zh",),
        "TWN": ("zh-Hant", "zh"),
        "JPN": ("ja",),
        "KOR": ("ko",),
        "PRK": ("ko",),
        "IND": ("hi",),
        "FRA": ("fr",),
        "DEU": ("de",),
        "ESP": ("es",),
        "ITA": ("it",),
        "POL": ("pl",),
        "PRT": ("pt",),
        "VNM": ("vi",),
        **dict.fromkeys(("VEN", "COL", "BOL", "CHL", "PER", "ARG", "CUB", "GTM"), ("es",)),
        **dict.fromkeys(
            (*("PSE", "LBN", "SYR", "JOR", "IRQ", "YEM", "SAU", "ARE", "OMN", "QAT", "KWT", "BHR", "EGY"), "LBY", "TUN",
             "DZA", "MAR", "ESH", "SDN", "MRT"),
            ("ar", "und-Arab"),
        ),
    }
)  # fmt: skip
"""The languages of a country's own names, the most official first; for other countries the name as it is."""


def find_language(name: str) -> str | None:
    """The BCP 47 tag of the language that a name's letters settle; the script's where they do not; None for Latin.

    >>> find_language("Степанакерт"), find_language("Київ"), find_language("Երևան"), find_language("Shusha")
    ('und-Cyrl', 'uk', 'hy', None)
    """
    script = _script_of(name)
    if script in _OF_SCRIPT:
        return _OF_SCRIPT[script]
    folded = name.casefold()
    for of_script, letters, tag in _LETTERS:
        if script == of_script and any(letter in folded for letter in letters):
            return tag
    return {"CYRILLIC": "und-Cyrl", "ARABIC": "und-Arab", "CJK": "und-Hani"}.get(script)


def find_local(names: dict[str, tuple[str, ...]], country: str | None) -> str | None:
    """What a place is called where it lies, out of its names by language; None where no name is known to be local.

    >>> find_local({"en": ("Yerevan",), "hy": ("Երևան",)}, "ARM")
    'Երևան'
    """
    tags = _OF_COUNTRY.get(country or "", ())
    return next((names[tag][0] for tag in tags if names.get(tag)), None)


def _script_of(name: str) -> str:
    letter = next((sign for sign in name if sign.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0] if letter else ""
