"""The one way in for files of lines: received, detected, mapped, checked line by line, shown, taken in one act.

A package above declares what it takes: `columns.Column` and `kinds.ImportKind`; nothing here knows what a line means.
`reading` turns bytes into lines of text, `mapping` headings into columns, `checking` lines into verdicts, `writing`
lines into files again; `runs` drives a file through its states. See docs/concepts/imports.md.
"""
