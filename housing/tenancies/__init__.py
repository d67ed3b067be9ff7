"""Tenancies, what threatens them, and the support to keep them (measure 5c)."""
