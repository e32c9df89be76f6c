"""First sign-ins: an RGC with the two letters, an agent with the link of the command line."""

from datetime import datetime, timedelta

import pyotp

from kairos.foundation import clock
from kairos.foundation.actor import Strength, system, visitor
from kairos.foundation.isolation import scope
from kairos.identity.accounts import beginning, links, sessions, signing_in, staff
from kairos.identity.accounts.factors import totp
from kairos.identity.accounts.models import OneUseToken, User
from kairos.operations.demonstration.stage import DEVICE, Stage, page
from kairos.operations.demonstration.story import Agent, Human, Step


def enter(stage: Stage, step: Step) -> None:
    """Identifier and provisional password, a password of one's own, a code generator, the portal."""
    human = stage.provider(step.provider).manager
    with scope(visitor("demonstration")) as actor:
        opened = signing_in.sign_in(_identifier_of(human), stage.posted[human.email], DEVICE, actor)
    with page(opened.token) as (present, actor):
        begun, oneself = beginning.where(present), beginning.oneself(present, actor)
        token = beginning.choose_password(begun, stage.secrets_of(human).password, oneself)
    with page(_enrol(stage, human, token)) as (present, actor):
        beginning.enter(beginning.where(present), beginning.oneself(present, actor))


def _identifier_of(human: Human) -> str:
    with scope(system("demonstration")):
        return User.objects.get(email=human.email).portal_identifier


def _enrol(stage: Stage, human: Human, token: str) -> str:
    """The session's token once a code generator is confirmed."""
    with page(token) as (present, actor):
        begun, oneself = beginning.where(present), beginning.oneself(present, actor)
        secret = totp.secret_of(totp.begin(begun.user.pk))
        stage.secrets_of(human).totp = secret
        code = pyotp.TOTP(secret, interval=totp.STEP).at(clock.outside())
        token, _ = beginning.enrol(begun, code, DEVICE, oneself)
    return token


def open_agents(stage: Stage, before: datetime) -> None:
    """The accounts of the operator's people, an hour before the story begins."""
    with clock.fixed(before - timedelta(hours=1)):
        for agent in stage.story.agents.values():
            _open_agent(stage, agent)


def _open_agent(stage: Stage, agent: Agent) -> None:
    human, password = agent.human, stage.secrets_of(agent.human).password
    with scope(system("demonstration")) as actor:
        address = staff.open_account(human.email, agent.role, human.first_name, human.last_name, actor)
        link, _ = links.found(address.rpartition("/")[2], OneUseToken.Kind.OPERATOR)
    with scope(visitor("demonstration")) as actor:
        names = {"first_name": human.first_name, "last_name": human.last_name}
        user = links.enter_staff(link, actor, password=password, **names)
        token = sessions.open_session(user, Strength.PASSWORD, DEVICE, complete=False)
    _enrol(stage, human, token)
