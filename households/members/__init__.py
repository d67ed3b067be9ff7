"""Who belongs to a household: added, ended and corrected, each with its history."""
