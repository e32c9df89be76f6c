"""What an organisation writes, in every state."""

from kairos.identity.guidance.models import AwarenessNote, HelpEntry, TeamMessage, WrittenProcedure
from tests.support import guidance
from tests.support.factories import Made, factory
from tests.support.people import People
from tests.support.team import add_colleague

Written, Note, Entry = WrittenProcedure.State, AwarenessNote.State, HelpEntry.State


@factory("written_procedure", Written.DRAFT)
def drafted(people: People) -> WrittenProcedure:
    return guidance.drafted(people)


@factory("written_procedure", Written.PUBLISHED)
def published(people: People) -> WrittenProcedure:
    return guidance.published(people)


@factory("written_procedure", Written.DROPPED)
def dropped(people: People) -> WrittenProcedure:
    return guidance.dropped(people)


@factory("awareness_note", Note.PUBLISHED)
def note(people: People) -> AwarenessNote:
    return guidance.note(people)


@factory("awareness_note", Note.REPLACED)
def replaced(people: People) -> AwarenessNote:
    return guidance.replaced(people)


@factory("note_reading")
def reading(people: People) -> Made:
    colleague = add_colleague(people)
    return Made(guidance.read(colleague, guidance.note(people)), (colleague.actor,))


@factory("team_message")
def sent(people: People) -> TeamMessage:
    return guidance.sent(people)


@factory("help_entry", Entry.SHOWN)
def answered(people: People) -> HelpEntry:
    return guidance.answered(people)


@factory("help_entry", Entry.WITHDRAWN)
def withdrawn(people: People) -> HelpEntry:
    return guidance.withdrawn(people)
