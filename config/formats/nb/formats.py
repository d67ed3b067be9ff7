"""Dates as they are written here: Django's own list for bokmål begins with ISO."""

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
