"""The law of a jurisdiction: documents laid over each other, every version of every rule, typed.

`sections` comes first: the kinds of rules, each registered once; then `model`: what a law consists
of, and the walk over its rules. `layers` lays the documents from the nation down over each other;
`reading` turns what they write into words, values and typed formulas; `vocabulary`, `figures`,
`benefits`, `carry_and_recovery`, `papers`, `applications` and `examples` build one kind of thing
each; `elaborate` puts the law together. `months` says of which months it speaks, `cascades` which
findings only follow from others.

A law knows no month that is asked for, no case and no program: those are further up. Nothing here
reads files, and nothing raises for what a file says wrong: it becomes a finding.
"""
