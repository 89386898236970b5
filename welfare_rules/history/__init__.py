"""Rights over time: histories of facts, and the answer of every month.

`facts` reads a history, with `normalise` for what is the same however it is written; `course` says
which changes hold in a month as known on a day; `unknown` sets facts of a case by their paths;
`carry` says what runs on from month to month and `running` whether rights have begun. `timeline`
rests on all of them, and none of them on it. Nothing here knows of payments: that is the room
`settlement`.
"""
