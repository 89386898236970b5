"""The native engine: one complete case, fast.

`printer` prints an integer program as the text of a Python function and decides nothing but
spelling; `native` compiles it once a program, runs it, and hands over what it cannot decide.
"""
