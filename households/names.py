"""Norwegian letters in both databases: how names are searched and sorted (design.md 9).

SQLite alone misses "østby" for "Østby" and PostgreSQL sorts by its own locale, so each person
carries keys that mean the same everywhere.
"""

from __future__ import annotations

import re
import unicodedata

# æ, ø and å come last and in that order; "aa" in a name is an å, as in the telephone book.
# The keys hold only a-z and 0-9, so that every collation sorts them alike; "zz" cannot start
# a syllable of a name, and "0" (between the names) sorts before every letter.
LAST_LETTERS = {"æ": "zza", "ä": "zza", "ø": "zzb", "ö": "zzb", "å": "zzc", "aa": "zzc"}
PLAIN = {"đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "ł": "l", "þ": "th", "ß": "ss", "ü": "y"}
_LAST = re.compile("|".join(LAST_LETTERS))
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")


def search_key(*names: str) -> str:
    """`names` as they are searched: case folded, in one form of Unicode, single spaces."""
    folded = unicodedata.normalize("NFC", " ".join(names)).casefold()
    return " ".join(folded.replace("-", " ").split())


def sort_key(*names: str) -> str:
    """`names` as they are sorted, most important first; æ, ø, å last, other accents ignored."""
    return "0".join(_sort_key(search_key(name)) for name in names)


def _sort_key(name: str) -> str:
    replaced = _LAST.sub(lambda found: LAST_LETTERS[found.group()], name)
    plain = "".join(PLAIN.get(letter, letter) for letter in replaced)
    bare = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _NOT_IN_KEY.sub("0", bare).strip("0")
