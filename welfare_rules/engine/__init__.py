"""Engines: programs in, decisions out.

`contract` is what all of them offer and what others see of them. `reference` is the meaning of a
program, and what explains; `integer` lowers a program once to whole numbers, `native` prints that
as Python, `durable` is an independent opinion by a rules engine. `registry` knows engines by name.
An engine may use `contract`, `integer` and what `reference` exports, never another engine. Outside
this package only `contract`, `registry` and `reference` are imported.
"""
