"""Norwegian figures: no-break thousands, a real minus sign, ":" for a masked cell.

Registered as the template library `osk`; `reports` uses the same functions in its files, so that
a figure looks the same on screen and on paper.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html

register = template.Library()

NBSP, MINUS, MASKED = "\u00a0", "\u2212", ":"


@register.filter
def tall(value: int | None) -> str:
    """1404 -> "1 404", None (masked) -> ":"; the minus sign is a real one."""
    if value is None:
        return MASKED
    return f"{value:,}".replace(",", NBSP).replace("-", MINUS)


@register.filter
def endring(value: int | None) -> str:
    """A change with its sign; zero is "uendret", never +0."""
    if value == 0:
        return "uendret"
    sign = "+" if value is not None and value > 0 else ""
    return sign + tall(value)


@register.filter
def prosent(value: float | None) -> str:
    """A per cent with one decimal: 5 -> "5,0 %"."""
    if value is None:
        return MASKED
    rounded = round(value, 1) or 0.0  # no minus before zero
    return f"{rounded:.1f}".replace(".", ",").replace("-", MINUS) + NBSP + "%"


@register.filter
def skjult(text: str) -> str:
    """Say "skjult" aloud where a masked cell shows ":"; chained: `{{ value|tall|skjult }}`."""
    if text != MASKED:
        return text
    return format_html(
        '<span class="masked" aria-hidden="true">{}</span><span class="ds-sr-only">skjult</span>',
        MASKED,
    )
