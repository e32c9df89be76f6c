"""Pages of files of lines, the same in every space: choose, send, match, look, take, history.

A space says where they stand (`Place`) and adds `addresses.of(route, place, "reprise/")` to its own.
"""
