"""Answers: what was decided of a case, in the form that other systems rely on.

An answer holds a decision and asks the reference engine for what costs time. It knows nothing of how
it is explained: whoever makes an answer gives it the function that explains it.
"""
