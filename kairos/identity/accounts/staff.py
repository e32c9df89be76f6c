"""The accounts of the operator's own people, opened from the command line alone."""

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.identity.accounts import tokens
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OneUseToken, User

ROLES = {"instructor": "instructeur", "supervisor": "superviseur"}


def open_account(email: str, role: str, first_name: str, last_name: str, actor: Actor) -> str:
    """The address to hand to the agent, good once. Done again for the same agent, everything is proved anew.

    Raises Refused for an address that is somebody else's.
    """
    known = User.objects.filter(email=email.lower()).first()
    if known and not known.staff_role:
        raise Refused("Cette adresse a déjà un compte d’organisme : un agent a besoin d’une adresse à lui.")
    if known:
        user = engine.run(Account.reopen_staff, known, actor, role=role)
    else:
        user = User(email=email.lower(), first_name=first_name, last_name=last_name)
        engine.run(Account.open_staff, user, actor, role=role)
    return tokens.address("/connexion/ouvrir/", tokens.issue(user, OneUseToken.Kind.OPERATOR))
