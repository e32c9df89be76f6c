"""What people of an organisation ask for themselves: rights that wait for somebody else."""

import pyotp

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Strength
from kairos.identity.accounts import own
from kairos.identity.accounts.factors import totp
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.asked.lifecycle import AskedRight
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import Affiliation, RightRequest
from kairos.identity.habilitations.rules import Wanted
from kairos.operations.demonstration.stage import Stage
from kairos.operations.demonstration.story import Step


def secure(stage: Stage, step: Step) -> None:
    """Whoever opened the file adds a code generator, from « Ma sécurité »."""
    provider = stage.provider(step.provider)
    with stage.as_opener(provider) as (actor, _):
        secret = totp.secret_of(own.begin_totp(actor.user))
        own.enrol_totp(actor, pyotp.TOTP(secret, interval=totp.STEP).at(clock.outside()))
    stage.secrets_of(stage.opener(provider)).totp = secret


def ask_for_oneself(stage: Stage, step: Step) -> None:
    """The RGC checks her own boxes: they wait for a second person."""
    with stage.as_manager(stage.provider(step.provider)) as (actor, _):
        wanted = [Wanted(right) for right in step.details["rights"].split()]
        engine.run(TeamMember.set_rights, _place(actor), actor, wanted=wanted)


def ask_right(stage: Stage, step: Step) -> None:
    """Whoever opened the file asks the RGC for a right."""
    with stage.as_opener(stage.provider(step.provider), Strength.SECOND_FACTOR) as (actor, organisation):
        row = RightRequest(affiliation=_place(actor), organisation=organisation, right=step.details["right"])
        engine.run(AskedRight.ask, row, actor, why=step.details["why"])


def _place(actor: Actor) -> Affiliation:
    return queries.visible_to(actor).get(user=actor.user, ended_at=None)
