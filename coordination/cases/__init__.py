"""Closing the case of a household with NAV, when nothing there is left to be done."""
