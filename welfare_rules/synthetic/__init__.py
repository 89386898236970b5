"""Made-up households of a whole county, told from real ones in every row, for tests and showing.

`models` is the form of a description (TOML), `reading` holds it against a law's vocabulary, `draws`
turns each way of drawing into a function, `people` makes households, `files` writes them, and
`targets` holds what came out against what the bureau published. No figure of any place stands here:
those are in the descriptions.
"""
