"""What the member organisation writes for its people, each state built from the one before."""

from kairos.foundation.ids import new_id
from kairos.identity.guidance.lifecycle import Awareness, Message, OwnHelp, Procedure, Reading
from kairos.identity.guidance.models import AwarenessNote, HelpEntry, NoteReading, TeamMessage, WrittenProcedure
from kairos.identity.habilitations.models import Affiliation
from tests.support.people import People
from tests.support.team import Colleague, place_of, run

TITLE, TEXT = "Protéger les données", "Votre accès est à vous seul.\n\nUn doute ? Dites-le tout de suite."


def drafted(people: People) -> WrittenProcedure:
    return run(people.manager, Procedure.start, WrittenProcedure(id=new_id(), organisation_id=people.organisation_m.pk))


def published(people: People) -> WrittenProcedure:
    return run(people.manager, Procedure.publish, drafted(people).pk)


def dropped(people: People) -> WrittenProcedure:
    return run(people.manager, Procedure.drop, drafted(people).pk)


def note(people: People, title: str = TITLE) -> AwarenessNote:
    row = AwarenessNote(id=new_id(), organisation_id=people.organisation_m.pk)
    return run(people.manager, Awareness.publish, row, title=title, text=TEXT)


def replaced(people: People) -> AwarenessNote:
    former = note(people)
    note(people)
    return AwarenessNote.objects.using("owner").get(pk=former.pk)


def read(who: Colleague, what: AwarenessNote) -> NoteReading:
    own = {"organisation_id": what.organisation_id, "affiliation_id": who.affiliation.pk}
    row = NoteReading(id=new_id(), note_id=what.pk, **own)
    return run(who, Reading.read, row)


def sent(people: People, to: list[Affiliation] | None = None, audience: str = "chosen", **words: str) -> TeamMessage:
    """To the account manager herself unless told."""
    to = [place_of(people.manager.user, people.organisation_m.pk)] if to is None else to
    row = TeamMessage(id=new_id(), organisation_id=people.organisation_m.pk, audience=audience)
    given = {"topic": "Réunion lundi", "text": "À 9 h, salle 2."} | words
    return run(people.manager, Message.send, row, people=to, **given)


def answered(people: People, question: str = "Qui appeler ?", answer: str = "Inès, au poste 12.") -> HelpEntry:
    row = HelpEntry(id=new_id(), organisation_id=people.organisation_m.pk)
    return run(people.manager, OwnHelp.add, row, question=question, answer=answer)


def withdrawn(people: People) -> HelpEntry:
    return run(people.manager, OwnHelp.withdraw, answered(people).pk)


def order(people: People) -> list[str]:
    rows = HelpEntry.objects.using("owner").filter(organisation_id=people.organisation_m.pk, state="shown")
    return list(rows.order_by("position", "pk").values_list("question", flat=True))
