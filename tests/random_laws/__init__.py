"""Random laws with random cases, and a second reading of both that shares no code with the engines.

`dating` says which version is the law, `formulas` works a parsed formula out over fractions,
`plain_law` reads policy files and decides a case as docs/format.md tells it: plainly, slowly, without
ranges, steps or generated code. `generator` writes laws and cases, `comparing` holds every engine
against the plain reading, and `python -m tests.random_laws` does it for as long as one likes.

Nothing here needs pytest.
"""
