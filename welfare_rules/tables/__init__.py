"""Tables in and out: households and members as rows, by the same reading of facts as a case.

`table` is what every source of rows becomes: headings, and batches of cells that know where they
stand. `delimited`, `arrow`, `workbook` make tables of files, `sources` of whatever is given.
NumPy sees columns of Arrow as they lie in `memory`: `seen` finds typed values and each text once,
`texts` keeps ids as numbers, and `places` finds them again. `mapping` says what an agency's export
means. `cells` turns a cell into the value that a case file would have, `headings` a heading into
the fact it names, and `cases` the rows of two tables into cases, with the address of everything
that is wrong. `frame` is a table that was made, and `writing` puts it into files.

Nothing outside the library is imported before a table needs it.
"""
