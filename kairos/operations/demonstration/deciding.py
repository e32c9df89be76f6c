"""What the operator's agents do: take, ask, decide, print, post."""

from datetime import timedelta

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor
from kairos.foundation.ids import new_id
from kairos.identity.habilitations.interventions import queries as interventions
from kairos.identity.habilitations.interventions.lifecycle import StaffSession
from kairos.identity.habilitations.models import Intervention
from kairos.identity.memberships import applications
from kairos.identity.memberships.letters import handling
from kairos.identity.memberships.letters.acts import secret_of
from kairos.identity.memberships.letters.queries import visible_to as letters_visible_to
from kairos.identity.memberships.life import queries as members
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import AccessLetter, Membership, MembershipApplication, Procedure
from kairos.identity.memberships.procedures.lifecycle import AccessProcedure
from kairos.identity.memberships.queries import visible_to
from kairos.operations.demonstration.stage import Stage
from kairos.operations.demonstration.story import Step

TAKEN_OVER = "Adhésion reprise de l’ancien dispositif, à sa propre échéance."


def take(stage: Stage, step: Step) -> None:
    with stage.as_agent(step.by) as actor:
        engine.run(Application.take, _application(stage, step, actor), actor)


def ask_complement(stage: Stage, step: Step) -> None:
    with stage.as_agent(step.by) as actor:
        applications.decide(Application.ask_complement, _application(stage, step, actor), actor, **step.details)


def refuse(stage: Stage, step: Step) -> None:
    with stage.as_agent(step.by) as actor:
        applications.decide(Application.refuse, _application(stage, step, actor), actor, **step.details)


def accept(stage: Stage, step: Step) -> None:
    with stage.as_agent(step.by) as actor:
        applications.decide(Application.accept, _application(stage, step, actor), actor, **step.details)


def print_(stage: Stage, step: Step) -> None:
    """Identifiers first, then passwords: never in one batch."""
    with stage.as_agent(step.by) as actor:
        for kind in AccessLetter.Kind:
            handling.print_batch([letter.pk for letter in _letters(stage, step, actor) if letter.kind == kind], actor)


def post(stage: Stage, step: Step) -> None:
    """The secret is on the paper from now on, and nowhere else."""
    with stage.as_agent(step.by) as actor:
        letters = _letters(stage, step, actor)
        stage.posted |= {letter.user.email: secret for letter in letters if (secret := secret_of(letter))}
        handling.post_batch([letter.pk for letter in letters], actor)


def correct_end(stage: Stage, step: Step) -> None:
    """`days`: from the day of the step."""
    on = clock.today() + timedelta(days=int(step.details["days"]))
    with stage.as_agent(step.by) as actor:
        engine.run(MembershipLife.correct_end, _membership(stage, step, actor), actor, on=on, reason=TAKEN_OVER)


def open_procedure(stage: Stage, step: Step) -> None:
    with stage.as_agent(step.by) as actor:
        membership = _membership(stage, step, actor)
        procedure = Procedure(id=new_id(), membership=membership, organisation_id=membership.organisation_id)
        urgent = bool(step.details.get("urgent_reason"))
        engine.run(AccessProcedure.open, procedure, actor, urgent=urgent, **step.details)


def intervene(stage: Stage, step: Step) -> None:
    with stage.as_agent(step.by) as actor:
        row = Intervention(id=new_id(), organisation_id=stage.organisations[step.provider])
        engine.run(StaffSession.open, row, actor, **step.details)


def end_intervention(stage: Stage, step: Step) -> None:
    with stage.as_agent(step.by) as actor:
        engine.run(StaffSession.close, interventions.open_of(actor.user), actor)


def _membership(stage: Stage, step: Step, actor: Actor) -> Membership:
    return members.visible_to(actor).get(organisation=stage.organisations[step.provider])


def _application(stage: Stage, step: Step, actor: Actor) -> MembershipApplication:
    return visible_to(actor).filter(organisation=stage.organisations[step.provider]).latest("created_at")


def _letters(stage: Stage, step: Step, actor: Actor) -> list[AccessLetter]:
    return list(letters_visible_to(actor).filter(organisation=stage.organisations[step.provider]).order_by("pk"))
