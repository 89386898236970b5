"""What a law is about, as data: its benefits, facts and figures, and the words of its formulas.

For forms, pages and systems that are built on the library; no case is decided here. `described` has
the descriptions, `dictionary` the words that a formula may use.
"""
