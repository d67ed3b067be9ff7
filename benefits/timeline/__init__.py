"""Applications, money, programmes and counselling, for a household's timeline."""

from benefits.timeline import applications, counselling, money

SOURCES = (*applications.SOURCES, *money.SOURCES, *counselling.SOURCES)
