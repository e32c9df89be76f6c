"""« Mes messages »: one's own, read once, counted in the header."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kairos.foundation import messages
from kairos.foundation.actor import system
from kairos.foundation.clock import now
from kairos.foundation.isolation import scope
from kairos.foundation.messages import EMAIL, IN_APP, Link, Message, Recipient, inbox
from kairos.foundation.messages.models import OutboxMessage

FRAME = 4


class Told(Message):
    """A message for these tests alone."""

    channels = (EMAIL, IN_APP)
    subject = "Décision : « acceptée » & <b>enregistrée</b>"

    def body(self):
        return [
            "Bonjour,",
            "Deux lignes\net <script>x</script>",
            Link("Ouvrir", "http://localhost:8000/compte/demande/"),
        ]


def tell(user, times=1):
    with scope(system("tests")):
        messages.store([Told(Recipient(email=user.email, user=user.pk)) for _ in range(times)], now())
        return list(OutboxMessage.objects.filter(recipient=user.pk, channel="app").order_by("-id"))


def plain(response):
    return response.content.decode().replace("\xa0", " ")


def test_the_header_counts_what_is_unread(people, as_person):
    client = as_person(people.owner_a)
    assert "non lu" not in plain(client.get("/compte/messages/")).partition("</header>")[0]
    [row] = tell(people.owner_a.user)
    assert "Messages : 1 non lu" in plain(client.get("/compte/messages/"))
    client.get(f"/compte/messages/{row.pk}/")
    assert "Messages : 1 non lu" not in plain(client.get("/compte/messages/"))


def test_a_message_is_shown_as_it_was_written(people, as_person):
    [row] = tell(people.owner_a.user)
    page = plain(as_person(people.owner_a).get(f"/compte/messages/{row.pk}/"))
    assert "Décision : « acceptée » &amp; &lt;b&gt;enregistrée&lt;/b&gt;" in page
    assert "Deux lignes<br>et &lt;script&gt;x&lt;/script&gt;" in page
    assert '<a href="/compte/demande/">Ouvrir</a>' in page


def test_somebody_elses_is_not_found(people, as_person):
    [row] = tell(people.owner_a.user)
    for other in (people.owner_b, people.instructor):
        assert as_person(other).get(f"/compte/messages/{row.pk}/").status_code == 404
        assert "Décision" not in plain(as_person(other).get("/compte/messages/"))
    with scope(system("tests")):
        assert OutboxMessage.objects.get(pk=row.pk).read_at is None


def test_only_what_was_told_in_kairos_is_shown(people, as_person):
    tell(people.owner_a.user)
    page = plain(as_person(people.owner_a).get("/compte/messages/"))
    assert page.count("Décision") == 1
    assert "Activez votre compte" not in page


def test_all_are_marked_as_read_at_once(people, as_person):
    tell(people.owner_a.user, 3)
    client = as_person(people.owner_a)
    assert client.post("/compte/messages/")["Location"] == "/compte/messages/"
    assert "Non lu" not in plain(client.get("/compte/messages/"))


def test_older_ones_follow_on_the_next_page(people, as_person):
    rows = tell(people.owner_a.user, inbox.PAGE + 1)
    client = as_person(people.owner_a)
    first = plain(client.get("/compte/messages/"))
    assert str(rows[-1].pk) not in first
    assert f"?avant={rows[-2].pk}" in first
    assert str(rows[-1].pk) in plain(client.get("/compte/messages/", {"avant": rows[-2].pk}))


@pytest.mark.parametrize("before", ["x", "\x00", "1" * 40])
def test_an_altered_address_shows_the_first_page(people, as_person, before):
    tell(people.owner_a.user)
    assert "Décision" in plain(as_person(people.owner_a).get("/compte/messages/", {"avant": before}))


def test_an_erased_message_says_so(people, as_person):
    [row] = tell(people.owner_a.user)
    OutboxMessage.objects.using("owner").filter(pk=row.pk).update(sealed=b"")
    assert "ont été effacés" in plain(as_person(people.owner_a).get(f"/compte/messages/{row.pk}/"))


def test_a_full_page_stays_in_its_budget(people, as_person):
    tell(people.owner_a.user, inbox.PAGE + 1)
    client = as_person(people.owner_a)
    client.get("/compte/messages/")
    with CaptureQueriesContext(connection) as found:
        client.get("/compte/messages/")
    assert len(found) <= FRAME + 3
