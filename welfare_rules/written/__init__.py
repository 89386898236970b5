"""What the library writes, as typed dictionaries: what `to_dict` and `derivation` give.

`records` has answers, settlements and findings, `derivation` the explanation as data, `kinds` the
words that stand in both and in the code that makes them. They are for whoever reads what is
written: the rooms above name them in their signatures, and `schemas` makes JSON Schemas of them.
"""
