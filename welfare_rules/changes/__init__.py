"""What an edit of policy files changes: in the law, clause by clause, and in months already past.

`catalogue` has the words, `speech` says what the parts of a law say, `things` lists what a law
lays down, `law` holds two laws against each other, `past` decides cases by both, `old` finds the
policies that are compared with, `compare` puts it together, and `report` writes it.
"""
