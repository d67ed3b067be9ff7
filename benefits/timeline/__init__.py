"""Applications, money, programmes and counselling, for a household's timeline."""

from benefits.timeline import applications, counselling, money, programmes

SOURCES = (*applications.SOURCES, *money.SOURCES, *counselling.SOURCES, *programmes.SOURCES)
