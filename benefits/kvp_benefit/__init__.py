"""The benefit in the qualification programme (kvalifiseringsstønad): pure rules, by working day."""
