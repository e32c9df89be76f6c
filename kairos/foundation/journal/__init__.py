"""The journal: append-only acts and readings, sealed into a chain that shows any later change.

`open_entry`/`close_entry` are the engine's; `reading` is called by a screen that shows personal data, `happened`
by a mechanism with something to tell outside an act (a refused sign-in).
"""

from kairos.foundation.journal.reading import acted, since
from kairos.foundation.journal.writing import close_entries, close_entry, happened, open_entry, reading

__all__ = ["acted", "close_entries", "close_entry", "happened", "open_entry", "reading", "since"]
