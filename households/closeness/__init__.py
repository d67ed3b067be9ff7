"""Own cases and declared conflicts of interest."""
