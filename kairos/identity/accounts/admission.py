"""Opening the portal to a person an acceptance names, account or not. Part of the act that accepts."""

from kairos.foundation import engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.engine import Run
from kairos.foundation.isolation import scope
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import User


def holder_of(email: str) -> User | None:
    """Whose account this address opens."""
    return User.objects.filter(email=email.lower()).first()


def invitee(actor: Actor, *, email: str, civility: str, first_name: str, last_name: str) -> User:
    """Whom an organisation invites: their account, found or opened. Kairos opens it, so that the organisation's journal
    does not tell whether the address had one."""
    known = holder_of(email)
    if known is not None:
        return known
    user = User(email=email.lower(), civility=civility, first_name=first_name, last_name=last_name)
    with scope(system("accounts.invite", actor.request_id)) as kairos:
        return engine.run(Account.invite, user, kairos)


def admit(run: Run, *, email: str, civility: str, first_name: str, last_name: str, phone: str) -> User:
    """The person's account, found by e-mail or opened, with a portal identifier. Raises Refused for an agent of the
    operator and a closed account."""
    if known := holder_of(email):
        unproved = known.state == User.State.CREATED
        return run.perform(Account.take_over if unproved else Account.admit, known)
    user = User(email=email.lower(), civility=civility, first_name=first_name, last_name=last_name, phone=phone)
    return run.perform(Account.name_manager, user)
