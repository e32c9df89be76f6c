"""/verifier/: whoever is shown a paper learns whether it is genuine, and nothing else."""

from datetime import timedelta

import pytest

from kairos.foundation import clock, verifying
from kairos.identity.accounts import settings
from kairos.path.bundles import manifest
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Movement
from tests.support import agencies, path
from tests.support.statements import statements_of
from tests.support.team import run

HERE = "/verifier/"
FORGED = "ABCD-EFGH-2345-6789"


@pytest.fixture
def who(people):
    return path.coordinator(people)


@pytest.fixture
def visitor(people, as_person):
    return as_person(people.visitor)


def said(client, code) -> str:
    response = client.get(f"{HERE}{code}")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_typed_code_answers_genuine_replaced_or_unknown_and_names_nobody(people, who, visitor):
    person = agencies.followed(people.adviser)
    row = path.in_training(people, who, person=person)
    former = path.movement(row, Movement.Kind.ENTRY).code
    run(who, Enrolling.correct_entry, row.pk, on=path.ago(29)["on"], reason="Faute de frappe")
    code = path.movement(row, Movement.Kind.ENTRY).code
    typed = visitor.post(HERE, {"code": f" {verifying.spelled(code).lower()} "})
    assert typed["Location"] == f"{HERE}{code}"
    pages = {"Document authentique": code, "corrigé depuis": former, "Code inconnu": FORGED}
    for words, asked in pages.items():
        page = said(visitor, asked)
        assert words in page
        known = (person.last_name, person.identifier, row.title, people.organisation_m.name)
        assert not any(one in page for one in known)


def test_what_cannot_be_a_code_is_said_at_once(people, visitor):
    for typed, words in (("", "Écrivez le code"), ("ABCD", "16 signes"), ("0000-1111-OOOO-IIII", "16 signes")):
        response = visitor.post(HERE, {"code": typed})
        assert response.status_code == 422
        assert words in response.content.decode()
    assert "Code inconnu" in said(visitor, "%00%27;--")


def test_every_unknown_code_costs_the_same(people, who, visitor):
    row = path.registered(people, who)
    genuine = verifying.spelled(path.movement(row).code)
    close = genuine[:-1] + ("2" if genuine[-1] != "2" else "3")
    said(visitor, FORGED)
    costs = {len(statements_of(visitor, f"{HERE}{code}")) for code in (FORGED, close, "X", "é" * 60)}
    assert len(costs) == 1
    assert len(statements_of(visitor, f"{HERE}{genuine}")) == costs.pop() - 1


def test_a_network_that_tries_too_many_waits_then_is_answered(people, who, visitor):
    code = path.movement(path.registered(people, who)).code
    for _ in range(settings.NETWORK_DELAY_AFTER.value()):
        said(visitor, FORGED)
    stopped = visitor.get(f"{HERE}{code}")
    assert stopped.status_code == 429
    assert "Trop de codes inconnus" in stopped.content.decode()
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        assert "Document authentique" in said(visitor, code)
    assert visitor.get("/connexion").status_code == 200


def test_the_key_of_the_seals_is_public(visitor):
    assert manifest.key() in visitor.get(HERE).content.decode()
