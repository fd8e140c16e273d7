"""Takes the measures of a publication's editions and what the gate found; gives a report on them.

`page.render` makes one HTML page that needs nothing besides itself, `structured.render` the JSON
that schema.json describes, and `history` keeps the totals of earlier reports.
"""
