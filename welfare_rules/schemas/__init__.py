"""JSON Schemas (draft 2020-12) of what is read and written, each accepting what its reader accepts.

`values` has the schemas of single values, `inputs` those of cases, histories and ledgers by the
vocabulary of a law, `outputs` those of answers, settlements, receipts and findings, `catalogue` the
names.

Two things no schema can say: how many decimals a number has (a binary number does not know), and
what only several values together show, such as an end before its beginning. The reader says them.
"""
