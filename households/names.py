"""Norwegian letters in both databases: how names are searched and sorted (design.md 9).

SQLite alone misses "østby" for "Østby" and PostgreSQL sorts by its own locale, so each person
carries keys that mean the same everywhere. Both follow the Norwegian order of Unicode's CLDR:
ä is an æ, ö an ø, ü a y, other accents count for nothing, and "aa" is sorted as å.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SEARCH_LENGTH, SORT_LENGTH = 260, 520
"""What the columns of the keys hold; a key is cut there rather than refused."""

# Letters that are another letter in Norwegian, or that Unicode does not take apart. Æ, ø and å
# stand for themselves: Unicode takes å apart, and a search for "Åse" must not find "Ase".
_ALIKE = str.maketrans(
    {"ä": "æ", "ö": "ø", "ő": "ø", "ü": "y", "ű": "y", "đ": "d", "ð": "d", "þ": "th"}
    | {"œ": "oe", "ŋ": "n", "ŧ": "t", "ł": "l", "ħ": "h", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
    | dict.fromkeys("'’\u2018`\u00b4\u02bc.", "")
)
_KEPT_WHOLE = "å"
_WORD = re.compile(r"[a-z0-9æøå]+")

# The letters from z on are two letters in the sort key, so that it holds nothing but a-z and 0-9
# and every collation sorts it alike. "0" between names and "1" between the words of one come
# before every letter, so that Berg comes before Berg Hansen and Berg Hansen before Berge.
_LAST_LETTERS = {"z": "za", "æ": "zb", "ø": "zc", "aa": "zd", "å": "zd"}
_LAST = re.compile("|".join(_LAST_LETTERS))


def search_key(*names: str) -> str:
    """`names` as they are searched: lower case, plain letters, one space between words."""
    folded = unicodedata.normalize("NFC", " ".join(names)).casefold().translate(_ALIKE)
    plain = "".join(_plain(letter) for letter in unicodedata.normalize("NFC", folded))
    return " ".join(_WORD.findall(plain))[:SEARCH_LENGTH]


def sort_key(*names: str) -> str:
    """`names` as they are sorted, most important first; æ, ø, å last."""
    return "0".join(_sorted_as(search_key(name)) for name in names)[:SORT_LENGTH]


@lru_cache(maxsize=1_000)
def _plain(letter: str) -> str:
    """`letter` without its accents; an accent that stands alone becomes nothing."""
    if letter in _KEPT_WHOLE:
        return letter
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _sorted_as(name: str) -> str:
    return _LAST.sub(lambda found: _LAST_LETTERS[found.group()], name).replace(" ", "1")
