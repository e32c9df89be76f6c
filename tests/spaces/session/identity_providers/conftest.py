"""FranceConnect and ProConnect as they answer, whoever comes back from them, and what is kept of it."""

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import OutsideIdentity, User
from kairos.people.jobseekers.models import JobSeeker
from tests.spaces.session.conftest import words
from tests.support.provider import CLIENT, SECRET, Provider

LINK = "/connexion/franceconnect/rattacher/"
HERS = {"sub": "fc-1", "acr": "eidas1", "email": None, "email_verified": None}


@pytest.fixture
def person(people) -> JobSeeker:
    return JobSeeker.objects.using("owner").select_related("user").get(pk=people.job_seeker.actor.jobseeker)


def configure(settings, name, url, **more):
    given = {"ISSUER": url, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET} | more
    for part, value in given.items():
        setattr(settings, f"KAIROS_{name}_{part}", value)


@pytest.fixture
def france(person, service, settings) -> Provider:
    """FranceConnect, where this person is somebody."""
    configure(settings, "FRANCECONNECT", service.url)
    said = {"sub": "fc-1", "given_name": person.first_name, "family_name": person.last_name.upper()}
    said |= {"birthdate": f"{person.birth_date:%Y-%m-%d}"}
    return Provider(service, claims=dict(HERS), person=said)


@pytest.fixture
def pro(people, service, settings) -> Provider:
    configure(settings, "PROCONNECT", service.url, ACR=("eidas2",))
    verified = User.objects.using("owner").filter(pk__in=[people.manager.user.pk, people.adviser.user.pk])
    verified.update(email_verified_at=clock.now())
    return Provider(service, claims={"sub": "pc-1", "acr": "eidas2", "email": people.manager.user.email})


def arrive(visitor, provider, key="franceconnect", suite="", **said):
    left = visitor.get(f"/connexion/{key}/" + (f"?suite={suite}" if suite else ""))["Location"]
    query = provider.left(left).back(**said)
    return visitor.client.get(f"/connexion/{key}/retour", query)


def link(visitor, provider, person, **more):
    assert arrive(visitor, provider, **more)["Location"].startswith(LINK)
    return visitor.post(LINK, identifier=person.identifier)


def identities():
    with scope(system("tests")):
        return list(OutsideIdentity.objects.order_by("linked_at").values_list("user", "subject"))


def refused(answer, visitor, sentence):
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert visitor.session is None
