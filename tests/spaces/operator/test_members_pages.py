"""The operator's pages of members: by state, in the order asked, one dossier, what waits on « À faire »."""

from datetime import timedelta

import pytest
from django.db import connection

from kairos.foundation import clock
from kairos.foundation.isolation import scope
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.models import Membership, MembershipApplication, TermsVersion
from kairos.spaces.operator import members_list
from kairos.spaces.operator.members_list import TABS
from tests.support import memberships as stories
from tests.support.statements import statements_of

LIST = "/operateur/adherents/"


@pytest.mark.parametrize(
    ("make", "tab", "badge"),
    [
        (stories.near_its_end, "", "À renouveler"),
        (stories.suspended, "suspendues/", "Suspendue"),
        (stories.expired, "echues/", "Échue"),
        (stories.withdrawn, "terminees/", "Accès retiré"),
    ],
)
def test_each_member_stands_in_its_tab(people, as_person, make, tab, badge):
    make(people)
    client = as_person(people.instructor)
    html = client.get(f"{LIST}{tab}").content.decode()
    assert "Les Ateliers du Canal" in html
    assert badge in html
    for other in {"", "suspendues/", "echues/", "terminees/"} - {tab}:
        assert "Les Ateliers du Canal" not in client.get(f"{LIST}{other}").content.decode()


def test_a_member_is_found_by_name_number_and_siret(people, as_person):
    membership = stories.begun(people)
    client = as_person(people.instructor)
    for words in ("ateliers", membership.number, membership.number[-5:].lstrip("0"), "732 829 320 00074"):
        assert "Les Ateliers du Canal" in client.get(LIST, {"q": words}).content.decode(), words
    assert "Aucune adhésion avec ces mots" in client.get(LIST, {"q": "personne"}).content.decode()


@pytest.mark.parametrize(("key", "order"), [(tab.key, order) for tab in TABS.values() for order in tab.orders])
def test_every_order_has_its_index(people, key, order):
    """Asked of the planner, which would rather read the whole of a small table."""
    tab = TABS[key]
    with scope(people.instructor.actor) as who, connection.cursor() as cursor:
        column = tab.orders[order].column
        rows = members_list.WHOLE[key](who).order_by(column, "id")[:50]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        sql, parameters = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Sort" not in plan, plan
    assert "Index" in plan, plan


def test_what_is_due_stands_in_the_list_of_things_to_do(people, as_person):
    membership = stories.near_its_end(people)
    stories.do(MembershipLife.ask_renewal, membership, people.owner_a.actor, **stories.accepting())
    stories.answered(people, stories.procedure(people, membership))
    html = as_person(people.instructor).get("/operateur/").content.decode()
    assert "Renouvellement demandé : Les Ateliers du Canal" in html
    assert "Retrait d’accès : Les Ateliers du Canal" in html


def test_what_the_operator_writes_reaches_the_provider_and_back(people, as_person):
    membership = stories.suspended(people)
    form = {"text": "Pouvez-vous nommer ce salarié ?", "token": "0192d3f0-0000-7000-8000-000000000001"}
    assert as_person(people.instructor).post(f"{LIST}{membership.pk}/message/", form).status_code == 302
    provider = as_person(people.owner_a)
    assert form["text"] in provider.get("/compte/adhesion/").content.decode()
    form = {"text": "Il est parti.", "token": "0192d3f0-0000-7000-8000-000000000002"}
    assert provider.post("/compte/adhesion/message/", form).status_code == 302
    assert form["text"] in as_person(people.instructor).get(f"{LIST}{membership.pk}/").content.decode()


def test_terms_in_force_come_first_at_the_portal_and_shut_nothing(people, as_person):
    """The RGC of M is asked before the portal's home; the rest of it stays open."""
    membership = stories.begun(people)
    for table, key in ((Membership, membership.pk), (MembershipApplication, membership.application_id)):
        table.objects.using("owner").filter(pk=key).update(organisation=people.organisation_m.pk)
    first = TermsVersion.objects.using("owner").get()
    TermsVersion.objects.using("owner").create(
        version="2026-10", effective_from=clock.today() - timedelta(days=1), title=first.title, clauses=first.clauses,
        sha256=first.sha256,
    )  # fmt: skip
    client = as_person(people.manager)
    assert client.get("/portail/").get("Location") == "/compte/adhesion/?d-abord=conditions"
    page = client.get("/compte/adhesion/?d-abord=conditions").content.decode()
    assert "Avant d’entrer dans le portail" in page
    assert client.get("/portail/organisation/").status_code == 200


def test_the_pages_of_a_member_in_trouble_cost_no_more_than_others(people, as_person):
    """The worst: suspended, renewed before, with an exchange, alerts and new terms."""
    membership = stories.suspended(people)
    provider, officer = as_person(people.owner_a), people.instructor
    for address in ("/compte/adhesion/", "/compte/"):
        assert len(statements_of(provider, address)) <= 8, address
    assert len(statements_of(as_person(officer), f"{LIST}{membership.pk}/")) <= 8
