"""The report's typeface: Inter as npm brings it (woff2, all weights in one) made into TTF files.

typst reads TTF, one file per weight. Run at set-up by `manage.py convert_fonts`.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from config.typesetting import FAMILIES

WEIGHTS = {400: "Regular", 600: "SemiBold"}
FILES = ("inter-latin-wght-normal.woff2", "inter-latin-ext-wght-normal.woff2")
SOURCES = dict(zip(FAMILIES, FILES, strict=True))
"""Each holds its own part of the alphabet: the second has č đ ŋ š ŧ ž and the like."""

FAMILY_NAME, STYLE_NAME, FULL_NAME, POSTSCRIPT_NAME = 1, 2, 4, 6
TYPOGRAPHIC_NAMES = (16, 17, 21, 22, 25)


def convert_fonts(source_dir: Path, target_dir: Path) -> list[Path]:
    """Write one TTF per family and weight to `target_dir`; the same source gives the same bytes."""
    target_dir.mkdir(parents=True, exist_ok=True)
    return [
        _convert(source_dir / file, family, weight, target_dir)
        for family, file in SOURCES.items()
        for weight in WEIGHTS
    ]


def _convert(source: Path, family: str, weight: int, target_dir: Path) -> Path:
    font = TTFont(source, recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight})
    _rename(font, family, weight)
    font["OS/2"].usWeightClass = weight
    font.flavor = None
    target = target_dir / f"{family.replace(' ', '')}-{WEIGHTS[weight]}.ttf"
    font.save(target)
    return target


def _rename(font: TTFont, family: str, weight: int) -> None:
    style = WEIGHTS[weight]
    names = font["name"]
    for number in TYPOGRAPHIC_NAMES:
        names.removeNames(nameID=number)
    for number, text in (
        (FAMILY_NAME, family),
        (STYLE_NAME, style),
        (FULL_NAME, f"{family} {style}"),
        (POSTSCRIPT_NAME, f"{family.replace(' ', '')}-{style}"),
    ):
        names.setName(text, number, 3, 1, 0x409)
