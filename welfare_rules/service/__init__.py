"""The library asked from outside: requests and answers as data, and two ways to carry them.

`requests` is the room itself: a function of policies and a request that gives a status and a body,
and knows of no transport. `pipe` carries them over lines of JSON, `web` over HTTP.
"""
