"""What a member writes for its people: procedure, awareness note and who read it, help, a message."""

from uuid import UUID

from kairos.foundation import clock, engine
from kairos.foundation.ids import new_id
from kairos.identity.guidance import queries, template
from kairos.identity.guidance.lifecycle import Awareness, Message, OwnHelp, Procedure, Reading
from kairos.identity.guidance.models import AwarenessNote, HelpEntry, NoteReading, TeamMessage, WrittenProcedure
from kairos.operations.demonstration.stage import Stage
from kairos.operations.demonstration.story import Step


def publish_procedure(stage: Stage, step: Step) -> None:
    """The model, filled with the organisation's facts."""
    with stage.as_manager(stage.provider(step.provider)) as (actor, organisation):
        row = engine.run(Procedure.start, WrittenProcedure(id=new_id(), organisation=organisation), actor)
        engine.run(Procedure.publish, row.pk, actor)


def publish_note(stage: Stage, step: Step) -> None:
    with stage.as_manager(stage.provider(step.provider)) as (actor, organisation):
        row = AwarenessNote(id=new_id(), organisation=organisation)
        engine.run(Awareness.publish, row, actor, title=template.NOTE_TITLE, text=template.NOTE_TEXT)


def read_note(stage: Stage, step: Step) -> None:
    """`who`: of the team; without, the RGC."""
    provider = stage.provider(step.provider)
    human = provider.team[step.details["who"]] if "who" in step.details else provider.manager
    with stage.as_member(provider, human) as (actor, organisation):
        note: UUID = queries.to_read(actor).pk
        row = NoteReading(id=new_id(), note_id=note, organisation=organisation, affiliation_id=actor.affiliation)
        engine.run(Reading.read, row, actor)


def answer(stage: Stage, step: Step) -> None:
    with stage.as_manager(stage.provider(step.provider)) as (actor, organisation):
        row = HelpEntry(id=new_id(), organisation=organisation)
        engine.run(OwnHelp.add, row, actor, question=step.details["question"], answer=step.details["answer"])


def write_team(stage: Stage, step: Step) -> None:
    """To everybody."""
    with stage.as_manager(stage.provider(step.provider)) as (actor, organisation):
        row = TeamMessage(id=new_id(), organisation=organisation, audience=TeamMessage.Audience.ALL)
        people = queries.recipients(organisation.pk, row.audience, "", (), clock.today())
        engine.run(Message.send, row, actor, topic=step.details["topic"], text=step.details["text"], people=people)
