"""The page of who lives in a household, and the forms by which that is kept."""
