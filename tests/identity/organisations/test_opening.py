"""Opening an account tells nothing of who has one, does everything once, and lets no first liar block the others."""

import dataclasses
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import hashers
from django.db import connection

from kairos.foundation import clock
from kairos.foundation.actor import system, visitor
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import worker
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.models import MaintainedDoubt, Organisation
from kairos.identity.organisations.opening import Opener, Opening, open_account, open_another
from tests.identity.organisations.test_doubts import NDA, RIGHT, SIRET, Public


def opening(**more) -> Opening:
    typed = {
        "token": new_id(),
        "siret": SIRET,
        "nda": NDA,
        "name": "Les Ateliers",
        "address": "12 quai de l’Ourcq",
        "postcode": "93500",
        "town": "Pantin",
        "phone": "+33199004510",
        "title": "Directrice",
    }
    return Opening(**typed | more)


OPENER = Opener("mme", "Solène", "Le Goff", "s.legoff@ateliers.example", "quatre mots sans rapport")


def do(opening_: Opening, opener: Opener = OPENER, register=RIGHT) -> None:
    with scope(visitor("tests")) as actor:
        open_account(opening_, opener, actor, register)


def everything() -> dict[str, int]:
    with scope(system("tests")):
        models = (Organisation, User, Affiliation, OutboxMessage, JournalEntry)
        return {model.__name__: model.objects.count() for model in models}


def mails() -> list[tuple[str, str]]:
    """Kind and address, in the order they were written."""
    with scope(system("tests")):
        return list(OutboxMessage.objects.filter(channel="email").order_by("id").values_list("kind", "address"))


def test_an_account_its_file_and_its_right(real_db):
    do(opening())
    with scope(system("tests")):
        user = User.objects.get()
        affiliation = Affiliation.objects.get()
        assert (user.state, user.civility) == (User.State.CREATED, "mme")
        assert hashers.check_password(OPENER.password, user.password)
        assert (affiliation.user_id, affiliation.rights, affiliation.title) == (user.pk, ["file.fill"], "Directrice")
        mail = content(OutboxMessage.objects.get())
    assert mail.text.startswith("Bonjour,")
    assert "«\u00a0Les Ateliers\u00a0»" in mail.text
    assert "/compte/activer/" in mail.text
    assert "/connexion" in mail.text
    assert OPENER.email in mail.text
    assert OPENER.password not in mail.text


def test_sent_twice_it_counts_once(real_db):
    same = opening()
    do(same)
    once = everything()
    do(same)
    do(same)
    assert everything() == once


def test_the_same_page_sent_again_once_activated_alarms_nobody(real_db):
    same = opening()
    do(same)
    activate(OPENER.email)
    do(same)
    worker.drain()
    assert [kind for kind, _ in mails()] == ["Activation"]


def at_once(*openings: Opening) -> None:
    def send(one: Opening) -> None:
        try:
            do(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(openings)) as pool:
        list(pool.map(send, openings))


def test_sent_twice_at_the_same_instant_it_counts_once(real_db):
    at_once(*[opening()] * 4)
    assert everything()["Organisation"] == everything()["User"] == len(mails()) == 1


def test_one_address_on_several_pages_at_the_same_instant_is_one_account(real_db):
    at_once(*[opening() for _ in range(4)])
    assert (everything()["User"], everything()["Organisation"]) == (1, 4)


def test_two_files_of_one_siret_may_be_opened(real_db):
    do(opening())
    do(opening(), dataclasses.replace(OPENER, email="autre@ateliers.example"))
    assert everything()["Organisation"] == 2


def activate(email: str) -> None:
    User.objects.using("owner").filter(email=email).update(state="active", activated_at=clock.now())


class TestKnownAddress:
    @pytest.fixture
    def known(self, real_db) -> None:
        do(opening())
        activate(OPENER.email)

    def test_nothing_is_written_but_to_its_owner(self, known):
        before = everything()
        do(opening(name="Autre", siret=SIRET), dataclasses.replace(OPENER, password="le mot du menteur ici"))
        assert everything() == before, "neither file nor account nor message in the request"
        worker.drain()
        assert mails()[-1] == ("Claimed", OPENER.email)
        with scope(system("tests")):
            assert hashers.check_password(OPENER.password, User.objects.get().password)

    def test_the_owner_is_told_once_a_day_whatever_happens(self, known):
        for _ in range(5):
            do(opening())
        worker.drain()
        assert [kind for kind, _ in mails()].count("Claimed") == 1

    def test_what_a_stranger_typed_does_not_travel_to_the_owner(self, known):
        do(opening(name="Gagnez un lot"))
        worker.drain()
        with scope(system("tests")):
            mail = content(OutboxMessage.objects.get(kind="Claimed"))
        assert "Gagnez" not in mail.text
        assert "/compte/ajouter/" in mail.text

    def test_the_same_hashes_and_the_same_statements_in_order(self, known, monkeypatch, statements):
        hashed = []
        genuine = hashers.Argon2PasswordHasher.encode
        monkeypatch.setattr(
            hashers.Argon2PasswordHasher, "encode", lambda *a, **k: hashed.append(1) or genuine(*a, **k)
        )
        known_work = self.work(statements, opening(), OPENER)
        assert len(hashed) == 1
        unknown_work = self.work(statements, opening(), dataclasses.replace(OPENER, email="neuf@ateliers.example"))
        assert len(hashed) == 2
        assert known_work == unknown_work

    def work(self, statements, opening_: Opening, opener: Opener) -> Counter[str]:
        """What an opening asks of the database: verb and table, so many times."""
        with scope(visitor("tests")) as actor, statements() as found:
            open_account(opening_, opener, actor, RIGHT)
        asked = (" ".join(re.findall(r"\w+", query["sql"])[:3]) for query in found.captured_queries)
        return Counter(words for words in asked if "SAVEPOINT" not in words)


class TestAddressNotProved:
    def test_its_last_opener_takes_it_over(self, real_db):
        do(opening(name="Le menteur"), dataclasses.replace(OPENER, first_name="Faux", password="le mot du menteur ici"))
        do(opening(name="La vraie"))
        with scope(system("tests")):
            user = User.objects.get()
            assert user.first_name == "Solène"
            assert hashers.check_password(OPENER.password, user.password)
            assert Organisation.objects.count() == 2
            last = content(OutboxMessage.objects.order_by("-id").first())
        assert "«\u00a0La vraie\u00a0»" in last.text


class TestRivals:
    def test_who_holds_the_siret_is_told_once_a_day(self, people):
        siret = f"{people.organisation_a.siren}00074"
        for rank in range(3):
            do(
                opening(siret=siret),
                dataclasses.replace(OPENER, email=f"rival{rank}@autre.example"),
                Public(None, None),
            )
        worker.drain()
        told = [address for kind, address in mails() if kind == "RivalFile"]
        assert told.count(people.owner_a.email) == 1
        assert people.owner_b.email not in told
        with scope(people.owner_a.actor):
            assert JournalEntry.objects.filter(acts__contains=["provider_file.warn_of_rival"]).count() == 1


class TestDoubts:
    def test_a_contradiction_without_reason_opens_nothing(self, real_db):
        with pytest.raises(Refused) as refused:
            do(opening(), register=Public([], []))
        assert [reason.field for reason in refused.value.reasons] == ["siret", "nda"]
        assert everything()["User"] == 0

    def test_maintained_it_is_kept_for_the_operator(self, people):
        do(opening(reason="Immatriculé la semaine dernière."), register=Public([], []))
        with scope(people.instructor.actor):
            doubt = MaintainedDoubt.objects.get()
        assert set(doubt.kinds) == {"siret_unknown", "nda_unknown"}
        assert doubt.reason == "Immatriculé la semaine dernière."

    def test_a_silent_register_lets_through_and_is_noted(self, people):
        do(opening(), register=Public(None, None))
        with scope(people.instructor.actor):
            assert MaintainedDoubt.objects.get().kinds == ["register_silent"]


def test_someone_signed_in_opens_another_file(people):
    same = opening()
    for _ in range(2):
        with scope(people.owner_a.actor):
            assert open_another(same, people.owner_a.actor, RIGHT) == same.token
    with scope(system("tests")):
        [affiliation] = Affiliation.objects.filter(organisation=same.token)
    assert affiliation.user_id == people.owner_a.user.pk
    assert "Activation" not in [kind for kind, _ in mails() if kind == same.name]
