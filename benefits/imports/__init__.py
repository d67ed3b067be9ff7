"""Earlier data from another system: read, checked, compared with what is here, and written.

files -> persons, members, payments, periods -> extract -> comparison -> writing; `actions` is the
door for the commands, the page's jobs and the demo.
"""
