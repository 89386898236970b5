"""Answers: what was decided of a case, in the form that other systems rely on.

An answer holds a decision and asks the reference engine for what costs time. It does not know how
it is explained: the function that explains it is given when an answer is made.
"""
