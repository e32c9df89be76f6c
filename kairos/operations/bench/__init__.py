"""How fast, how many statements, how heavy: measured on a scratch installation with a national volume of data.

`pages` is the one table of what is measured; the tests assert its statement budgets on a small volume, time is
measured by `kairos bench` alone.
"""
