"""Accounts in each of their states."""

from kairos.foundation import engine
from kairos.foundation.actor import Actor, Audience, Strength, system, visitor
from kairos.foundation.isolation import scope
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import User
from tests.support import people as persons
from tests.support.factories import Made, factory
from tests.support.people import People

State = User.State


@factory("account", State.CREATED)
def created(people: People) -> Made:
    user = persons.person("Zoé", "Nouvelle")
    with scope(visitor("tests")) as who:
        user = engine.run(Account.open, user, who, provider="Un organisme")
    oneself = Actor(Audience.PROVIDER, user=user.pk, strength=Strength.PASSWORD)
    return Made(user, (oneself,))


@factory("account", State.ACTIVE)
def active(people: People) -> User:
    return people.owner_a.user


@factory("account", State.LOCKED)
def locked(people: People) -> User:
    with scope(system("tests")) as who:
        return engine.run(Account.lock, people.owner_a.user, who, failures=10, network="198.51.100.0/24")


@factory("account", State.CLOSED)
def closed(people: People) -> User:
    actor = people.supervisor.actor
    with scope(actor):
        return engine.run(Account.close, people.owner_a.user, actor, reason="Demandé par son titulaire.")


@factory("account", State.STOPPED)
def stopped(people: People) -> User:
    actor = people.supervisor.actor
    with scope(actor):
        return engine.run(Account.stop, people.owner_a.user, actor, reason="Compte volé, dit son titulaire.")
