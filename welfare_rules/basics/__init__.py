"""Values that every other package is made of: numbers, money, days, comparisons, intervals.

Nothing here imports another package of the project, and nothing here knows of policies, cases or
files. `numbers` comes first; `money` and `interval` build on it. `days` is the only place with
calendar arithmetic, `comparison` the only table of comparison signs, `money` the only place that
knows how many fen a yuan has and for how many months a flow is kept.
"""
