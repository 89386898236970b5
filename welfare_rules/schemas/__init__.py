"""JSON Schemas (draft 2020-12) of what is read and written, each accepting what its reader accepts.

`values` has the schemas of single values, `inputs` those of cases, histories and ledgers by the
vocabulary of a law, `catalogue` the names; those of what is written are made of the typed
dictionaries of `written`.

Two things no schema can say: how many decimals a number has (a binary number does not know), and
what only several values together show, such as an end before its beginning. The reader says them.
"""
