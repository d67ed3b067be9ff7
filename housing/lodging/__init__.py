"""Temporary lodging (§ 27): NAV decides, housing finds the place and the way on."""
