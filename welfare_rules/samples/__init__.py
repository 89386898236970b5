"""Households made for a law: plain ones, and such as come to one of its lines or one fen beside it.

What a program compares (`lines`) says which values matter. `plain` is a household of which nothing
special is so; `drawing` makes others from one small decision, a number below another, so that
whoever draws (a search that shrinks, or a random generator) shares the rest.
"""
