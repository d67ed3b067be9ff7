"""The calculation of an application: prefilled, changed, frozen, and carried on (viderefør).

The rules themselves are `benefits.calculation`.
"""
