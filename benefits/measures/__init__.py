"""Active measures for those on assistance: assessed, catalogued, and who takes part."""
