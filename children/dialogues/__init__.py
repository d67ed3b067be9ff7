"""Talks about family life with all in the introduction programme (measure 3b)."""
