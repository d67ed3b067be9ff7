"""Applications, money, programmes and counselling, for a household's timeline."""

from benefits.timeline import applications, counselling, measures, money, programmes

SOURCES = (
    *applications.SOURCES,
    *money.SOURCES,
    *counselling.SOURCES,
    *programmes.SOURCES,
    *measures.SOURCES,
)
