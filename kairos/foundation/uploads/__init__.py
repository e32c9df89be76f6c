"""The one way in for documents: received within bounds, known by content, kept by hash, given back as files.

`receiving` bounds what a request brings; `examining` says what a file is, or why it is refused; `storing` keeps it in
the act that attaches it; `orphans` removes what no row names any more. See docs/concepts/uploads.md.
"""
