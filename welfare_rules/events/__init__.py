"""What other agencies tell of a person: events in, and whose they are.

`identity` reads ID numbers, names and birth dates and says how well two agree; `event` reads
events, flat or in the envelope of CloudEvents, and makes changes of a history of them; `register`
makes events of the rows of an agency's list.
"""
