"""A caseload: the households of an office, the events it heard of, and the alerts they raised.

`store` keeps all of it in one SQLite file, each step whole or not at all; `watch` takes events in
and settles them; `nightly` looks at everybody for what events missed, `screening` for rights that
are not received; `worklist` writes what somebody must look at. A process may be ended anywhere:
whoever goes on finds every event once.
"""
