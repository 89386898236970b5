"""One program as exact integer arithmetic: the form that fast engines are printed from.

`expressions` are the nodes, each with the range it is proved to lie in. `folding` makes them
(constants are worked out, what an open figure makes unknown stays open). `ratios` are exact
fractions over such nodes: a numerator, a fixed denominator, perhaps a changing one. `operations`
lowers one formula, one method an operation. `aliases`, `phases` and `guards` decide which steps
stand in which loop over the members and behind which requirement. `form` is the result,
`lowering` makes it of a program, `widths` says what does not fit so many bits.

Files import only those named before them. A printer (`engine.native`, later columns and SMT)
imports `form`, `expressions`, `widths` and `lowering`, and decides nothing but spelling.
"""
