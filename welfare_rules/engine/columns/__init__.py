"""The columns engine: many households of one month at once, as exact arithmetic over NumPy arrays.

`kinds` chooses by proved ranges how wide the numbers of an array are. `population` holds the facts
of many households in columns. `known` are the operations that printed code calls, `hidden` the same
over values of which some are hidden. `printer` prints an integer program as one function over the
columns of a block and decides nothing but spelling. `results` are columns of what was decided.
`columns` runs the function block by block, and hands over what it cannot decide.

Nothing here is imported before the engine is used: NumPy is an optional extra.
"""
