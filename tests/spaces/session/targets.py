"""What the addresses of signing in stand for."""

from kairos.foundation import clock
from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.identity.accounts import sessions
from kairos.identity.accounts.models import OutsideIdentity, SecurityKey, Session
from tests.support.people import DEVICE, People
from tests.support.targets import Target, target


@target("session:new_password", "session:unlock", "session:not_me", "session:open_staff", "session:confirm_email")
def a_link_that_leads_nowhere(people: People) -> Target:
    return Target({"token": "aucun-lien-n-a-ce-mot"})


@target("session:key", "session:remove_key")
def a_key(people: People) -> Target:
    with scope(system("tests")):
        key = SecurityKey.objects.create(
            user=people.owner_a.user, label="Clé", credential_id=b"1", public_key=b"1", created_at=clock.now()
        )
    return Target({"key": key.pk})


@target("session:end_session")
def a_session(people: People) -> Target:
    with scope(system("tests")):
        token = sessions.open_session(people.owner_a.user, Strength.PASSWORD, DEVICE)
        row = Session.objects.get(token_hash=sessions.hash_of(token))
    return Target({"session": row.pk})


@target("session:unlink_identity")
def an_identity(people: People) -> Target:
    now = clock.now()
    with scope(system("tests")):
        row = OutsideIdentity.objects.create(
            user=people.owner_a.user, issuer="https://identite.example", subject="a1", linked_at=now, used_at=now
        )
    return Target({"key": row.pk})
