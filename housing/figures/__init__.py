"""How long people wait for a municipal home, and what comes of the offers."""
