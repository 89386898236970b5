"""Promises held against households: whether one is kept, and by which change it fails.

`others` is what a household is compared with, `kept` says for each kind of promise whether it holds
of two decisions, `examine` tries a household in all ways that a promise speaks of, and `reviewed`
replays the households by which policy files refute their own promises.
"""
