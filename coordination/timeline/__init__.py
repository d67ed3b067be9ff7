"""Everything about a household in one line of time, by what the viewer may see (tidslinje)."""
