"""The native engine: one complete case, fast.

`printer` prints an integer program as the text of a Python function and decides nothing but
spelling; `code` makes a function of it; `sources` runs what says on what outcomes rest, `native`
what decides them, and both hand over what they cannot say.
"""
