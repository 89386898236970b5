"""One population under two laws: who enters, leaves, gains, loses, and by how much.

`rights` is what somebody is due on one side, `comparison` holds two sides of a household against
each other and adds up, `tabled` does so by columns where NumPy is there, `run` decides a population
on both sides, `unchanged` says why nothing changes, `hiding` keeps small cells of a report from
being told or worked out, `condition` is the expression of a review gate. `report` is the report as
data; `text`, `workbook` and `page` write it.
"""
