"""The whole derivation of an answer, figure by figure, as text in Chinese or English.

`case_values` asks an evaluation for values; nothing is worked out here. `derivation` is the tree of
an explanation, which `derive` makes of an answer (`conditions`: what decided, `benefits`: who in
which group, `intermediate_values`: the derived values behind, `mentions`: what is named on the
way). `explain` writes it down with `writer`, `evidence` and `formulas`; `wording` and `phrases`
have the words, `phrasebook` those that are the same for every case of a program. `data` (with
`data_values`) makes the same tree plain data, each value beside the words of the text.
Making the tree knows no language, and words decide nothing.
"""
