"""What somebody should look at: the watches of a law held against two states of a household.

`hits` says which watches speak between two moments; `alerts` makes of it what an office reads: what
changed, which clause, what would follow if it is confirmed, and from which month. `sieve` finds
among many households those of whom a watch may speak: `dates` when a month comes, `blocks` when
many events do. Nothing here decides anything of anybody.
"""
