"""What is typed in the search: a number, a household's number, or a name."""

from __future__ import annotations

import re

from django import forms

SEPARATOR = re.compile(r"(?<=\d)[\s.\-\u2013]+(?=\d)")
LONG_NUMBER = re.compile(r"\d{11,}")
HOUSEHOLD_NUMBER = re.compile(r"h\s*-?\s*(\d{5,9})", re.IGNORECASE)


def long_number_in(text: str) -> str | None:
    """The first run of 11 or more digits in `text`, however spaced; such never go in an address."""
    found = LONG_NUMBER.search(SEPARATOR.sub("", text))
    return found.group() if found else None


class SearchForm(forms.Form):
    """The search in every page's header."""

    q = forms.CharField(required=False, max_length=200)

    @property
    def text(self) -> str:
        """What was typed; too long a text is no name and finds nothing."""
        return str(self.cleaned_data.get("q", ""))

    @property
    def number(self) -> str | None:
        """11 digits (fødselsnummer, D-nummer) or 12 (DUF)."""
        return long_number_in(self.text)

    @property
    def household_id(self) -> int | None:
        """The id behind a household's number, H-10012."""
        found = HOUSEHOLD_NUMBER.fullmatch(self.text)
        return int(found.group(1)) - 10_000 if found else None

    @property
    def is_name(self) -> bool:
        return any(character.isalpha() for character in self.text)
