"""A fictitious Trondheim, case by case, in which the ordinary report finds the plan's table.

`plan` decides who is paid in which month (pure), `people` and `money` who they are and what they
get (pure), `write` lays it down as rows. No figure is stored: every one is found by counting.
"""
