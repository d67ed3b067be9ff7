"""An appeal's case as it goes to the body of appeal: all its papers in one PDF, with page numbers.

The PDF is set by typst and holds pages of others' files, so it cannot be PDF/A here; each letter,
which is kept, is. What a foreign file could run or carry along (scripts, attachments, forms) does
not come with its pages; what is filled in on them does.
"""
