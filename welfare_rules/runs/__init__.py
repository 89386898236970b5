"""A run: the households of two tables decided in one month or several, in blocks.

`columns` says which columns a result has, `block` puts what was decided of some households into
them, `distances` says how far one household is above each line, `summary` counts and adds up. Where
NumPy is there all that is done by columns: `clean` reads rows in which nothing is wrong (`meanings`
what cells mean, `typed` numbers and days, `ids` whose they are), `homes` brings households and
members together, `started` takes rights out that have not begun, and `tabled` makes columns of
results of columns that were decided. `run` goes through the tables, `months` says what it asks of
the rules, and `result` holds what came out in memory.
"""

USUAL_MEMORY = 1024
"""MB that rows may take which wait for others; the rest waits on disk."""
