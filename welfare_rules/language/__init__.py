"""The formula language: from the text of a formula to a typed tree.

`types` are the types of values, `nodes` the typed trees and the ways to follow and rewrite them.
`declaration` says what is declared of an operation, `operations` is the table of all of them: how
each is written and typed, its range, its phrases, its unit, its slips, an example. `words` are the
other words and signs, `lexer` and `parser` make a syntax tree of a text, `names` are the names that
a formula may use, and `check` makes a typed tree of a syntax tree. `looking` says under what
conditions a part of a formula matters to it.

Each file imports only those named before it. Nothing here knows a law or an engine: a new operation
is a class in `nodes`, an entry in `operations`, a method in the reference engine and one in the
integer form, and a phrase.
"""
