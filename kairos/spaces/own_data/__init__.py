"""« Télécharger mes données »: all that Kairos keeps of a person and their own role reads, in ONE statement.

    @section("messages", "Messages", Column("text", "Texte"), …, at="sent_at", without="id author")
    def messages(actor: Actor) -> QuerySet:
        return ThreadMessage.objects.filter(person=actor.jobseeker)

A section stands in the `own_data.py` of its capability, named by `spaces/apps.py`. A test fails when a table that the
person's role reads has none, or when a column of it is neither given nor left out by name.
"""

from kairos.spaces.own_data.reading import of
from kairos.spaces.own_data.sections import LEFT_OUT, Column, known, section

__all__ = ["LEFT_OUT", "Column", "known", "of", "section"]
