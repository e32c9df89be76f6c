"""The pages of access reviews: a banner, filters, decisions typed and kept, a signature, a paper."""

import re

import pytest

from kairos.identity.habilitations.models import AccessReview
from tests.support import reviews
from tests.support.reviews import SENTENCE, line_of, opened, used
from tests.support.team import add_colleague

HOME = "/gid/revues/"


def text_of(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


@pytest.fixture
def karim(people):
    return add_colleague(people, "sessions.consult", "attendance.enter")


@pytest.fixture
def lucie(people):
    return add_colleague(people, "quotes.enter")


def fields(page: str) -> dict[str, list[str]]:
    """What a browser would send of the page as it is."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([vw]-[^"]+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    for name, options in re.findall(r'<select[^>]* name="(d-[^"]+)">(.*?)</select>', page):
        found[name] = re.findall(r'value="([^"]*)" selected', options)
    for name, value in re.findall(r'<input type="checkbox"[^>]* name="(r-[^"]+)" value="([^"]+)" checked', page):
        found.setdefault(name, []).append(value)
    return found


class TestRunning:
    def test_begins_with_a_button(self, people, karim, as_person):
        client = as_person(people.manager)
        response = client.post(HOME)
        assert response.status_code == 302
        said = text_of(client.get(response["Location"]))
        assert "il reste 2 personnes à confirmer" in said
        assert "Jamais ouvert" in said
        assert client.post(HOME).status_code == 422

    def test_a_line_says_what_is_used_and_since_when(self, people, karim, as_person):
        used(karim, days_ago=100)
        used(karim, "attendance.enter", 100)
        said = text_of(as_person(people.manager).get(f"{HOME}{opened(people).pk}/"))
        assert "100 jours sans accès" in said
        assert "2 droits, 2 sans usage récent" in said
        assert "plus utilisé depuis le" in said
        assert "jamais utilisé" in said

    def test_filters(self, people, karim, lucie, as_person):
        used(karim, days_ago=1)
        used(lucie, days_ago=200)
        review, client = opened(people), as_person(people.manager)
        reviews.decide(people.manager, review, lucie, "keep")

        def shown(name):
            page = client.get(f"{HOME}{review.pk}/?filtre={name}").content.decode()
            return {one for one in (karim, lucie) if f"d-{line_of(review, one).pk}" in page}

        assert shown("") == {karim, lucie}
        assert shown("a-revoir") == {karim}
        assert shown("sans-acces-recent") == {lucie}
        assert shown("jamais-ouvert") == set()

    def test_the_button_of_a_line_keeps_it_and_the_draft_waits(self, people, karim, lucie, as_person):
        review, client = opened(people), as_person(people.manager)
        address, key = f"{HOME}{review.pk}/", line_of(review, karim).pk
        sent = fields(client.get(address).content.decode()) | {"garder": str(key)}
        assert client.post(address, sent).status_code == 302
        assert (line_of(review, karim).decision, line_of(review, lucie).decision) == ("keep", "")
        assert "1 personne revue sur 3" in text_of(client.get(address))

    def test_what_is_refused_stays_typed(self, people, karim, as_person):
        review, client = opened(people), as_person(people.manager)
        address, key = f"{HOME}{review.pk}/", line_of(review, karim).pk
        sent = fields(client.get(address).content.decode()) | {f"d-{key}": "reduce"}
        response = client.post(address, sent)
        assert response.status_code == 422
        assert f'href="#d-{key}"' in response.content.decode()
        assert fields(response.content.decode())[f"d-{key}"] == ["reduce"]

    def test_a_page_sent_twice_changes_nothing_more(self, people, karim, as_person):
        review, client = opened(people), as_person(people.manager)
        address, key = f"{HOME}{review.pk}/", line_of(review, karim).pk
        sent = fields(client.get(address).content.decode()) | {f"d-{key}": "reduce", f"r-{key}": ["sessions.consult"]}
        client.post(address, sent)
        client.post(address, fields(client.get(address).content.decode()))
        line = line_of(review, karim)
        assert (line.decision, line.withdrawn, line.version) == ("reduce", ["sessions.consult"], 1)

    def test_is_signed_from_the_same_page_and_read_afterwards(self, people, karim, as_person):
        review, client = opened(people), as_person(people.manager)
        address = f"{HOME}{review.pk}/"
        key = line_of(review, karim).pk
        sent = fields(client.get(address).content.decode()) | {f"d-{key}": "reduce", f"r-{key}": ["sessions.consult"]}
        assert client.post(address, sent | {"faire": "garder-le-reste"}).status_code == 302
        assert client.post(address, {"faire": "signer", "statement": ""}).status_code == 422
        assert client.post(address, {"faire": "signer", "statement": SENTENCE}).status_code == 302
        said = text_of(client.get(address))
        assert SENTENCE in said
        assert "Retiré : Sessions, consulter" in said
        assert "Réduit" in said

    def test_its_paper_says_the_same(self, people, karim, as_person):
        response = as_person(people.manager).get(f"{HOME}{reviews.signed(people).pk}/pdf/")
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")

    def test_a_running_one_has_no_paper(self, people, as_person):
        assert as_person(people.manager).get(f"{HOME}{opened(people).pk}/pdf/").status_code == 404

    def test_forged_fields_are_passed_over(self, people, karim, as_person):
        review, client = opened(people), as_person(people.manager)
        sent = {"v-xyz": "1", "v-": "", f"v-{line_of(review, karim).pk}": "zz", f"d-{line_of(review, karim).pk}": "all"}
        assert client.post(f"{HOME}{review.pk}/", sent).status_code == 302
        assert line_of(review, karim).decision == ""


def test_another_organisation_has_no_such_page(people, karim, as_person):
    review = opened(people)
    assert as_person(people.owner_b).get(f"{HOME}{review.pk}/").status_code == 404
    assert as_person(karim.someone).get(f"{HOME}{review.pk}/").status_code == 403
    assert AccessReview.objects.using("owner").get().state == "open"


def test_a_page_of_many_people_asks_eight_statements_at_most(people, as_person):
    from tests.identity.habilitations.test_reviews import crowd
    from tests.support.statements import assert_statements

    crowd(people, 60)
    review = opened(people)
    client = as_person(people.manager)
    for query in ("", "?filtre=a-revoir", "?filtre=jamais-ouvert&apres=personne"):
        assert_statements(client, f"{HOME}{review.pk}/{query}", 8)
