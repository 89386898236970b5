"""The law of one month as known on one day, reduced to named steps that engines can work out.

`program` comes first: the form itself, and how steps are named. `resolve` makes it of a law: it
chooses versions, has `lowering` reduce the sections of the file format to steps, has `transition`
put in what depends on the case, orders the steps and seals it. `validity` knows between
which days a program stays the same. `case` is what a program is asked about.

A program knows nothing of engines and answers, and no engine reads a law.
"""
