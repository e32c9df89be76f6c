"""Colleagues of the member organisation, their rights, and what its account manager does."""

import dataclasses
import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.test import Client, RequestFactory

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Audience, Strength
from kairos.foundation.engine import Act
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.habilitations import frame
from kairos.identity.habilitations.asked.lifecycle import AskedRight
from kairos.identity.habilitations.interventions.lifecycle import StaffSession
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import AccessGrant, Affiliation, Intervention, RightRequest
from kairos.identity.habilitations.rules import Wanted
from tests.support.people import People, Someone, person, sign_in

NAMES = ("Karim Benaïssa", "Lucie Vasseur", "Moussa Traoré", "Pauline Étienne", "Rachid Oumari", "Sarah Lindqvist")
MOTIVE = "Demande de l’organisme"
"""Of a staff session."""
_turn = itertools.count()


@dataclass(frozen=True, slots=True)
class Colleague:
    """someone: as the other people of the tests. joining: who they are before they belong to the organisation."""

    affiliation: Affiliation
    someone: Someone

    @property
    def actor(self) -> Actor:
        return self.someone.actor

    @property
    def user(self) -> User:
        return self.someone.user

    @property
    def joining(self) -> Actor:
        return self.actor


def add_colleague(people: People, *rights: str, joined: bool = True, title: str = "Formateur") -> Colleague:
    """Somebody in the member organisation, invited by its account manager, with these rights."""
    number = next(_turn)
    first_name, last_name = NAMES[number % len(NAMES)].split()
    user = person(first_name, last_name, state=User.State.ACTIVE, created_at=clock.now(), activated_at=clock.now())
    user.email = f"{number}.{user.email}"
    user.portal_entered_at = clock.now()
    user.save(using="owner", force_insert=True)
    row = Affiliation(user_id=user.pk, organisation_id=people.organisation_m.pk)
    wanted = [Wanted(right) for right in rights]
    affiliation = run(people.manager, TeamMember.invite, row, title=title, wanted=wanted)
    if joined:
        affiliation = run(
            _actor(people, affiliation, user), TeamMember.accept, affiliation.pk, link=link_of(affiliation)
        )
    actor = _actor(people, affiliation, user, rights)
    return Colleague(affiliation, Someone(f"colleague {number}", actor, user))


def run(who: "Someone | Colleague | Actor", act: Act, subject: models.Model | UUID, **details: Any) -> models.Model:
    """The act, done by this person in a transaction of its own."""
    actor = who if isinstance(who, Actor) else who.actor
    with scope(actor):
        return engine.run(act, subject, actor, **details)


def give(who: "Someone | Colleague", affiliation: Affiliation, *rights: str, **more: Any) -> Affiliation:
    """All that the person holds from now on; `more`: dates and places of each."""
    wanted = [Wanted(right, **more) for right in rights]
    return run(who, TeamMember.set_rights, affiliation.pk, wanted=wanted)


def propose(people: People, *rights: str, **more: Any) -> AccessGrant:
    """The account manager asks a right for herself; the last of them."""
    own = place_of(people.manager.user, people.organisation_m.pk)
    give(people.manager, own, *rights, **more)
    return grant_of(own, rights[-1])


def ask(colleague: Colleague, right: str, why: str = "Pour remplacer une collègue.") -> RightRequest:
    """The colleague asks the account manager for this right."""
    row = RightRequest(
        affiliation=colleague.affiliation, organisation_id=colleague.affiliation.organisation_id, right=right
    )
    return run(colleague, AskedRight.ask, row, why=why)


def intervene(who: Someone, organisation: UUID | None = None) -> Intervention:
    """The agent opens a staff session."""
    row = Intervention(organisation_id=organisation)
    return run(who, StaffSession.open, row, motive=MOTIVE, text="Un devis ne s’ouvre pas.")


def seen_by_the_frame(someone: Someone) -> Actor:
    """The actor as the next request of a new session builds it."""
    client = sign_in(Client(), someone)
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        return frame.load(request)


def link_of(affiliation: Affiliation) -> OneUseToken:
    """The last link that was sent for this invitation."""
    rows = OneUseToken.objects.using("owner").filter(
        user_id=affiliation.user_id, organisation=affiliation.organisation_id, kind=OneUseToken.Kind.INVITATION
    )
    return rows.latest("id")


def place_of(user: User, organisation: UUID) -> Affiliation:
    return Affiliation.objects.using("owner").get(user_id=user.pk, organisation_id=organisation, ended_at__isnull=True)


def grant_of(affiliation: Affiliation, right: str) -> AccessGrant:
    """The latest."""
    rows = AccessGrant.objects.using("owner").filter(affiliation_id=affiliation.pk, right=right)
    return rows.order_by("-given_at", "-pk")[0]


def _actor(people: People, affiliation: Affiliation, user: User, rights: tuple[str, ...] = ()) -> Actor:
    return dataclasses.replace(
        people.manager.actor,
        audience=Audience.PROVIDER,
        user=user.pk,
        name=user.full_name,
        rights=frozenset(rights),
        strength=Strength.SECOND_FACTOR,
        affiliation=affiliation.pk,
    )


def day(days: int) -> date:
    """So many days from today."""
    return clock.today() + timedelta(days=days)
