"""What the pages of signing in cost, after the frame."""

import pytest

from tests.support.factors import telephone_of
from tests.support.people import PASSWORD

MOST = 8
FRAME = 3
"""BEGIN, the frame's statement, COMMIT."""


@pytest.fixture
def cost(visitor, statements):
    """`cost(lambda: visitor.get(…))`: statements after the frame, once warm."""

    def measure(request):
        with statements() as found:
            answer = request()
        return answer, len([one for one in found.captured_queries if not _of_the_frame(one["sql"])])

    return measure


def _of_the_frame(sql):
    return sql in ("BEGIN", "COMMIT") or "kairos_frame" in sql


def test_the_sign_in_page(visitor, cost):
    visitor.get("/connexion")
    _, count = cost(lambda: visitor.get("/connexion"))
    assert count == 0


def test_signing_in_with_a_password(people, visitor, cost):
    visitor.sign_in(people.owner_a.email)
    visitor.client.cookies.clear()
    answer, count = cost(lambda: visitor.sign_in(people.owner_a.email))
    assert answer.status_code == 302
    assert count <= MOST, count


def test_a_wrong_password_and_an_unknown_identifier_cost_the_same(people, visitor, cost):
    visitor.get("/connexion")
    _, wrong = cost(lambda: visitor.sign_in(people.owner_a.email, "pas le bon"))
    _, unknown = cost(lambda: visitor.sign_in("personne@ailleurs.example", PASSWORD))
    assert wrong == unknown <= MOST


def test_the_second_factor(people, visitor, cost):
    phone = telephone_of(people.manager.user.pk)
    _, opening = cost(lambda: visitor.sign_in(people.manager.email))
    _, reading = cost(lambda: visitor.get("/connexion/code/"))
    _, wrong = cost(lambda: visitor.post("/connexion/code/", code=phone.wrong()))
    answer, right = cost(lambda: visitor.post("/connexion/code/", code=phone.code()))
    assert answer["Location"] == "/connexion/entree"
    assert max(opening, reading, wrong, right) <= MOST, (opening, reading, wrong, right)


def test_where_a_sign_in_leads_and_ones_security(people, visitor, cost):
    visitor.sign_in(people.owner_a.email)
    for path in ("/connexion/entree", "/compte/securite/", "/compte/securite/application/"):
        visitor.get(path)
        _, count = cost(lambda path=path: visitor.get(path))
        assert count <= MOST, (path, count)
