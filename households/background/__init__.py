"""Background, years in Norway, Norwegian and interpreter of one person (1h); restricted."""
