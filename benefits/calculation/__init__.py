"""The calculation of assistance (beregning): pure rules over plain values, domain.md 4.1-4.4.

`values` is what it is worked out from, `dated` the rates of the day, `result` what comes out.
`award.calculate` is the ordinary scheme, `special.side_by_side` the scheme of measure 2b beside it.
"""
