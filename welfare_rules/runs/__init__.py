"""A run: the households of two tables decided in one month or several, in blocks.

`columns` says which columns a result has, `block` puts what was decided of some households into
them, `summary` counts and adds up. `run` goes through the tables, and `result` holds what came out
in memory.
"""
