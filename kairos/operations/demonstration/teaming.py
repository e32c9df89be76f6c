"""The team of a member: invited by the RGC, each joins by the link of the mail; one is suspended."""

import re
from datetime import timedelta

import pyotp

from kairos.foundation import clock, engine
from kairos.foundation.actor import Strength, visitor
from kairos.foundation.clock import PARIS
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.accounts import links, own, sessions
from kairos.identity.accounts.factors import totp
from kairos.identity.accounts.models import OneUseToken
from kairos.identity.habilitations import inviting, queries, uses
from kairos.identity.habilitations.catalogue import PROFILES
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.rules import Wanted
from kairos.operations.demonstration.stage import DEVICE, Stage, mail_to, page
from kairos.operations.demonstration.story import Human, Step


def invite(stage: Stage, step: Step) -> None:
    """`profile`: a key of PROFILES. `more`: other rights. `days`: the access ends so many days after."""
    human = _human(stage, step)
    days = step.details.get("days")
    until = step.at.astimezone(PARIS).date() + timedelta(days=int(days)) if days else None
    [profile] = [one for one in PROFILES if one.key == step.details["profile"]]
    rights = profile.rights | set(step.details.get("more", "").split())
    with stage.as_manager(stage.provider(step.provider)) as (actor, _):
        inviting.invite(
            new_id(),
            actor,
            email=human.email,
            civility=human.civility,
            first_name=human.first_name,
            last_name=human.last_name,
            title=human.title,
            wanted=[Wanted(right, ends_on=until) for right in sorted(rights)],
        )
    stage.links[human.email] = re.search(r"/rejoindre/(\S+)", mail_to(human.email, "Invitation"))[1]


def join(stage: Stage, step: Step) -> None:
    """A password, a code generator, then « Rejoindre »."""
    human = _human(stage, step)
    with scope(visitor("demonstration")) as actor:
        link, _ = links.found(stage.links[human.email], OneUseToken.Kind.INVITATION)
        user = links.open_invited(link, stage.secrets_of(human).password, actor)
        token = sessions.open_session(user, Strength.PASSWORD, DEVICE)
    with page(token) as (_, actor):
        secret = totp.secret_of(own.begin_totp(actor.user))
        own.enrol_totp(actor, pyotp.TOTP(secret, interval=totp.STEP).at(clock.outside()))
        token = own.raised(actor)
    stage.secrets_of(human).totp = secret
    with page(token) as (_, actor):
        inviting.accept(inviting.proposal_of(link), link, actor)
    with page(token) as (_, actor):
        uses.note(actor, actor.rights)


def suspend(stage: Stage, step: Step) -> None:
    with stage.as_manager(stage.provider(step.provider)) as (actor, _):
        place = queries.visible_to(actor).get(user__email=_human(stage, step).email, ended_at=None)
        engine.run(TeamMember.suspend, place, actor, reason=step.details["reason"])


def _human(stage: Stage, step: Step) -> Human:
    return stage.provider(step.provider).team[step.details["who"]]
