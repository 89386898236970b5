"""What can be wrong with a law whose files are each well-formed, and what is worth saying of it.

`checks` comes first: `CHECKS` is the list of all of them, with the codes that they give. The rest
are the checks themselves, by what they look at: `structure` (what rests on what, divisors, ranges,
floors, things unused), `growth` (numbers and chains that would grow without an end), `tables` with
`cells` and `witness` (gaps and overlaps), `payments` (in which months, and to whom of several),
`health` (how the law stands on a day) and `plausible` (slips of the pen); `bounds` and
`dependencies` are what they ask, and `stretches` on which days they look. A check reads a law and
yields findings; it changes nothing and knows no case and no engine.
"""
