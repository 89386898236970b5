"""How an answer moves while one fact of a case runs through a range, exactly.

`forms` has functions of that fact and where their signs change, `tracing` works a program out over
them, `curve` puts the pieces together.
"""
