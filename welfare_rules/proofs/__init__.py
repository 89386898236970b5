"""What holds of every household: promises of a law proved, or refuted by a household.

`terms` says how values of formulas are written for a solver, `encoding` turns a program into such
terms, `statements` says what would refute each kind of promise, `replay` decides what a solver
found by the rules themselves, `prove` puts it together.
"""
