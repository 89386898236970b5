"""A caseload: the households of an office, the events it heard of, and the alerts they raised.

`store` keeps all of it in one SQLite file, each step whole or not at all; `watch` takes events in
and settles them one by one. A process may be ended anywhere: whoever goes on finds every event
once.
"""
