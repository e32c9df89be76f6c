"""Home of the file: what is to be done now, where the request stands, what happened."""

import dataclasses
from html import unescape

import pytest
from django.urls import reverse

from kairos.foundation import clock
from kairos.identity.habilitations.models import AccessGrant
from tests.support import acceptance, applications
from tests.support.team import place_of

HOME = "/compte/"


def text(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u00a0", " ")


def tasks(page: str) -> list[str]:
    part = page.split('id="a-faire"')[1].split("</section>")[0]
    return [piece.split("</a>")[0] for piece in part.split('<p><a href="')[1:]]


STATES = {
    "opened": (lambda people: None, "Compléter la fiche", "/compte/fiche/"),
    "complete": (lambda people: applications.complete_file(people.owner_a), "Demander l’adhésion", "/compte/demande/"),
    "saved": (lambda people: applications.saved(people.owner_a), "Valider la demande", "/compte/demande/"),
    "submitted": (lambda people: applications.submitted(people.owner_a), "", ""),
    "in_review": (lambda people: applications.in_review(people.owner_a, people.instructor), "", ""),
    "complement": (
        lambda people: applications.awaiting(people.owner_a, people.instructor),
        "Répondre à l’opérateur",
        "/compte/demande/",
    ),
    "refused": (
        lambda people: applications.refused(people.owner_a, people.instructor),
        "Demander de nouveau",
        "/compte/demande/",
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_the_one_thing_to_do_and_where(people, as_person, state):
    arrange, title, where = STATES[state]
    arrange(people)
    page = text(as_person(people.owner_a).get(HOME))
    found = tasks(page)
    assert len(found) == (1 if title else 0)
    if title:
        assert found[0].startswith(f'{where}">{title}')
    else:
        assert "Rien à faire de votre côté" in page


def test_what_is_missing_leads_to_its_field(people, as_person):
    page = text(as_person(people.owner_a).get(HOME))
    assert '<a href="/compte/fiche/#id_director-last_name">Il manque le nom du dirigeant.</a>' in page


def test_stamps_and_number_of_the_request(people, as_person):
    application = applications.submitted(people.owner_a)
    page = text(as_person(people.owner_a).get(HOME))
    assert application.number in page
    assert "En cours de traitement" in page
    assert 'data-lifecycle="submitted"' in page
    assert f'data-subject="{people.organisation_a.pk}"' in page


def test_the_story_names_colleagues_and_not_agents(people, as_person):
    applications.in_review(people.owner_a, people.instructor)
    page = text(as_person(people.owner_a).get(HOME))
    story = page.split('id="histoire"')[1]
    assert "Demande prise en charge par l’opérateur" in story
    assert "Fiche ouverte" in story
    assert f"par {people.owner_a.user.full_name}" in story
    assert people.instructor.user.full_name not in page


@pytest.mark.parametrize("arrange", [STATES["opened"][0], STATES["submitted"][0]])
def test_within_budget(people, as_person, statements, arrange):
    arrange(people)
    client = as_person(people.owner_a)
    client.get(HOME)
    with statements() as found:
        client.get(HOME)
    assert len(found) <= 4 + 8, [query["sql"] for query in found.captured_queries]


def test_someone_of_several_organisations_who_chose_none_is_asked(people, as_person):
    someone = dataclasses.replace(
        people.freelance, actor=dataclasses.replace(people.freelance.actor, organisation=None)
    )
    response = as_person(someone).get(HOME)
    assert (response.status_code, response["Location"]) == (302, reverse("session:organisations"))


def test_an_agent_has_no_file(people, as_person):
    assert as_person(people.instructor).get(HOME).status_code in (403, 404)


def test_what_waits_for_a_second_person_is_to_be_done_where_that_person_is(people, as_person, statements):
    """The director, who never entered the portal, agrees to what the account manager asks for herself."""
    made = acceptance.accepted(people)
    client = as_person(people.owner_a)
    assert tasks(text(client.get(HOME))) == []
    place = place_of(made.user, made.membership.organisation_id)
    now = clock.now()
    for right in ("quotes.consult", "quotes.enter"):
        AccessGrant.objects.using("owner").create(
            affiliation=place,
            organisation_id=place.organisation_id,
            right=right,
            state="proposed",
            starts_on=now.date(),
            given_at=now,
            given_by=made.user.pk,
        )
    with statements() as found:
        page = text(client.get(HOME))
    assert tasks(page) == ['/gid/accords/">2 droits attendent votre accord']
    assert len(found) <= 2 + 8 + 2, [query["sql"][:90] for query in found.captured_queries]
    refused = client.get("/gid/accords/")
    assert refused.status_code == 403
    assert "Il vous faut un second facteur" in unescape(refused.content.decode())
    assert 'href="/compte/securite/application/"' in refused.content.decode()
    proved = dataclasses.replace(people.owner_a, actor=people.owner_a.actor.with_a_factor())
    assert "Approuver" in text(as_person(proved).get("/gid/accords/"))
