"""Home of the file: what is to be done now, where the request stands, what happened."""

import dataclasses
from html import unescape

import pytest
from django.urls import reverse

from tests.support import applications

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
