"""What an editor shows of policy files while they are written.

`folder` looks at all files of a folder, those that are being edited as they stand there; `context`,
`things`, `hover`, `completion` and `fixes` say what belongs to a place in a text. They know of no
editor: `server` alone speaks its protocol (extra `lsp`). Offsets count characters.
"""
