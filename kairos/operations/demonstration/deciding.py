"""What the operator's agents do: take, ask, decide, print, post."""

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.identity.memberships import applications
from kairos.identity.memberships.letters import handling
from kairos.identity.memberships.letters.acts import secret_of
from kairos.identity.memberships.letters.queries import visible_to as letters_visible_to
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import AccessLetter, MembershipApplication
from kairos.identity.memberships.queries import visible_to
from kairos.operations.demonstration.stage import Stage
from kairos.operations.demonstration.story import Step


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


def _application(stage: Stage, step: Step, actor: Actor) -> MembershipApplication:
    return visible_to(actor).filter(organisation=stage.organisations[step.provider]).latest("created_at")


def _letters(stage: Stage, step: Step, actor: Actor) -> list[AccessLetter]:
    return list(letters_visible_to(actor).filter(organisation=stage.organisations[step.provider]).order_by("pk"))
