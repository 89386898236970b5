"""An independent opinion on every condition, by the rules engine durable-rules.

`conditions` writes conditions as its rules, `matcher` is the only file that touches it, and
`durable` is the engine: what conditions look at is asked of an evaluation, matched, and put back
into it.
"""
