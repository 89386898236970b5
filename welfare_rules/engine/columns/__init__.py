"""The columns engine: many households of one month at once, as exact arithmetic over NumPy arrays.

`kinds` chooses by proved ranges how wide the numbers of an array are. `known` are the operations
that printed code calls, `bounded` the same over values of which some are known within bounds only.
`printer` prints an integer program as one function over the columns of a block and decides nothing
but spelling. `pieces` finds the parts of a fact's range in which no condition tells one value from
another. `population` holds the facts of many households in columns, `gaps` numbers those that are
unknown. `possible` are values that these may have, `trials` the rows in which they are tried, and
`opened` what comes of them. What is not certain then is split into possibilities as the reference
engine does: `supposing` is what comparisons are supposed to be, `open_ways` on which of them
anything turns, `splits` what is split next, `agreed` what all possibilities agree on, and
`splitting` the whole of it. `results` are columns of what was decided. `blocks` are the households
that are worked out at once, `careful` decides one that has gaps. `columns` runs block after block,
and hands over what is not certain.

Nothing here is imported before the engine is used: NumPy is an optional extra.
"""
