"""The lifecycles of what an organisation writes for its people."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.guidance import acts, guards
from kairos.identity.guidance.guards import words
from kairos.identity.guidance.models import AwarenessNote, HelpEntry, NoteReading, TeamMessage, WrittenProcedure
from kairos.identity.guidance.template import LONGEST

Written, Note, Entry = WrittenProcedure.State, AwarenessNote.State, HelpEntry.State


class Procedure(Lifecycle):
    """The written procedure of an organisation: one DRAFT at a time, begun from the model or from the version in
    force, saved as often as one likes, then PUBLISHED under the next number, for good, or DROPPED. What was published
    is read by everybody of the organisation and changes no more: a change is the next version."""

    name = "written_procedure"
    model = WrittenProcedure
    states = Written

    start = Act(
        label="Commencer un brouillon",
        sources=None,
        target=Written.DRAFT,
        permission="guidance.write",
        body=acts.start,
        guards=(guards.no_draft_yet,),
    )
    write = Act(
        label="Enregistrer le brouillon",
        sources=(Written.DRAFT,),
        permission="guidance.write",
        body=acts.write,
        guards=(guards.is_as_shown, guards.sections_are_known),
    )
    publish = Act(
        label="Publier cette version",
        sources=(Written.DRAFT,),
        target=Written.PUBLISHED,
        permission="guidance.write",
        body=acts.publish,
        guards=(guards.is_as_shown, guards.every_section_is_written),
    )
    drop = Act(
        label="Abandonner le brouillon",
        sources=(Written.DRAFT,),
        target=Written.DROPPED,
        permission="guidance.write",
        body=acts.drop,
    )


class Awareness(Lifecycle):
    """The awareness note: PUBLISHED to everybody, REPLACED by the next one. Who has not read it is reminded, three
    times by itself; when it is a year old the account managers are told to publish the next."""

    name = "awareness_note"
    model = AwarenessNote
    states = Note

    publish = Act(
        label="Publier la note",
        sources=None,
        target=Note.PUBLISHED,
        permission="guidance.write",
        body=acts.publish_note,
        guards=(words("title", "Écrivez un titre.", 120), words("text", "Écrivez la note.", LONGEST)),
    )
    replace = Act(
        label="Remplacer la note",
        sources=(Note.PUBLISHED,),
        target=Note.REPLACED,
        permission="guidance.write",
        body=acts.replace,
    )
    remind = Act(
        label="Relancer les personnes qui ne l’ont pas lue",
        sources=(Note.PUBLISHED,),
        permission="guidance.remind",
        body=acts.remind,
        guards=(guards.somebody_did_not_read, guards.not_just_reminded),
    )
    recall = Act(
        label="Rappeler que la note est à publier de nouveau",
        sources=(Note.PUBLISHED,),
        permission="guidance.follow",
        body=acts.recall,
        guards=(guards.is_due_again,),
    )


class Reading(Lifecycle):
    """« J'ai lu », said once by a person of the note in force, for oneself alone. It has no states."""

    name = "note_reading"
    model = NoteReading

    read = Act(
        label="J’ai lu",
        sources=None,
        permission="guidance.acknowledge",
        body=acts.read,
        guards=(guards.by_oneself, guards.is_in_force),
    )


class Message(Lifecycle):
    """What an account manager writes to the team: sent at once, in Kairos and by e-mail, never changed. No states."""

    name = "team_message"
    model = TeamMessage

    send = Act(
        label="Envoyer le message",
        sources=None,
        permission="guidance.write",
        body=acts.send,
        guards=(
            words("topic", "Écrivez un objet.", 120),
            words("text", "Écrivez le message.", LONGEST),
            guards.goes_to_somebody,
            guards.people_are_ours,
            guards.not_too_many_today,
        ),
    )


class OwnHelp(Lifecycle):
    """A question and its answer on the organisation's help page: SHOWN at once, in the order its writers choose,
    WITHDRAWN and back."""

    name = "help_entry"
    model = HelpEntry
    states = Entry

    add = Act(
        label="Ajouter à l’aide",
        sources=None,
        target=Entry.SHOWN,
        permission="guidance.answer",
        body=acts.add,
        guards=(words("question", "Écrivez la question.", 200), words("answer", "Écrivez la réponse.", LONGEST)),
    )
    edit = Act(
        label="Enregistrer la réponse",
        sources=(Entry.SHOWN, Entry.WITHDRAWN),
        permission="guidance.answer",
        body=acts.edit,
        guards=(
            guards.is_as_shown,
            words("question", "Écrivez la question.", 200),
            words("answer", "Écrivez la réponse.", LONGEST),
        ),
    )
    move = Act(
        label="Déplacer dans l’aide",
        sources=(Entry.SHOWN,),
        permission="guidance.answer",
        body=acts.move,
    )
    withdraw = Act(
        label="Retirer de l’aide",
        sources=(Entry.SHOWN,),
        target=Entry.WITHDRAWN,
        permission="guidance.answer",
        body=acts.withdraw,
    )
    show = Act(
        label="Remettre dans l’aide",
        sources=(Entry.WITHDRAWN,),
        target=Entry.SHOWN,
        permission="guidance.answer",
        body=acts.show,
    )
