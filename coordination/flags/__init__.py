"""Flags: rules that compare across services, worked out for those touched and for all at night."""
