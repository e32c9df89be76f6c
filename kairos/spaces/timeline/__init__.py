"""One person's path, from the first meeting to the bilan: what each capability knows of it, read in ONE statement.

    @source("bookings", may={Audience.PROVIDER: "appointments.consult", …}, say=_booking)
    def bookings(actor: Actor, person: UUID) -> QuerySet:
        rows = queries.bookings_visible_to(actor).filter(person=person)
        return entries(rows, "slot__title", at="slot__starts_at", kind="state")

A source stands in the `timeline.py` of its capability, named by `spaces/apps.py`. It reads by the doors of its package,
for the audiences of `may` that hold that permission: each reader finds what they may read elsewhere, and nothing else.
"""

from kairos.spaces.timeline.reading import MOST, Path, of
from kairos.spaces.timeline.sources import Line, Said, entries, source, to

__all__ = ["MOST", "Line", "Path", "Said", "entries", "of", "source", "to"]
