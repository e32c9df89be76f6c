"""Messages to the team: to whom, how many, what is refused; the help page and its order."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairos.foundation import clock
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.foundation.permissions import Denied
from kairos.identity.guidance import queries
from kairos.identity.guidance.lifecycle import Message, OwnHelp
from kairos.identity.guidance.models import HelpEntry, TeamMessage
from tests.support import guidance
from tests.support.team import add_colleague, day, give, place_of, run


def audience(people, kind: str, right: str = "", chosen=()) -> set:
    with scope(people.manager.actor):
        found = queries.recipients(people.organisation_m.pk, kind, right, chosen, clock.today())
        return {row.user_id for row in found}


class TestMessage:
    def test_who_it_goes_to(self, people):
        karim, lucie = add_colleague(people, "quotes.enter"), add_colleague(people)
        add_colleague(people, "quotes.enter", joined=False)
        later = add_colleague(people)
        give(people.manager, later.affiliation, "quotes.enter", starts_on=day(3))
        maud = people.manager.user.pk
        assert audience(people, "all") == {maud, karim.user.pk, lucie.user.pk, later.user.pk}
        assert audience(people, "managers") == {maud}
        assert audience(people, "right", "quotes.enter") == {karim.user.pk}
        assert audience(people, "chosen", chosen=[lucie.affiliation.pk]) == {lucie.user.pk}

    def test_never_to_somebody_of_another_organisation(self, people):
        stranger = place_of(people.owner_a.user, people.organisation_a.pk)
        assert audience(people, "chosen", chosen=[stranger.pk]) == set()
        with pytest.raises(Refused):
            guidance.sent(people, [stranger])

    def test_in_kairos_and_by_mail_as_plain_text(self, people):
        karim = add_colleague(people)
        text = "Bonjour <b>tous</b>\n\nCliquez ici :\nhttps://ailleurs.example/"
        guidance.sent(people, [karim.affiliation], text=text, topic="Salle & horaires")
        rows = OutboxMessage.objects.using("owner").filter(recipient=karim.user.pk, kind="FromManager")
        assert {row.channel for row in rows} == {"email", "app"}
        what = content(rows[0])
        assert what.subject == "Salle & horaires"
        assert "&lt;b&gt;tous&lt;/b&gt;" in what.html
        assert "Cliquez ici : https://ailleurs.example/" in what.text, "an address is never under other words"

    @pytest.mark.parametrize(
        "words", [{"topic": ""}, {"text": ""}, {"topic": "x" * 121}, {"text": "x" * 4001},
                  {"text": "Son numéro : 1 84 12 76 451 089 46"}],
    )  # fmt: skip
    def test_refused_and_nothing_leaves(self, people, words):
        with pytest.raises(Refused):
            guidance.sent(people, **words)
        assert not OutboxMessage.objects.using("owner").filter(kind="FromManager").exists()

    def test_to_nobody_is_refused(self, people):
        with pytest.raises(Refused, match="Personne ne recevrait"):
            guidance.sent(people, [])

    def test_five_a_day(self, people):
        for _ in range(5):
            guidance.sent(people)
        with pytest.raises(Refused, match="aujourd’hui"):
            guidance.sent(people)
        with clock.fixed(clock.now() + timedelta(days=1)):
            guidance.sent(people)

    def test_a_colleague_writes_to_nobody(self, people):
        karim = add_colleague(people, "organisation.enter")
        row = TeamMessage(organisation_id=people.organisation_m.pk, audience="chosen")
        with pytest.raises(Denied):
            run(karim, Message.send, row, topic="T", text="T", people=[karim.affiliation])


class TestHelp:
    def test_written_by_who_may_enter_the_organisation_and_nobody_else(self, people):
        writer, reader = add_colleague(people, "organisation.enter"), add_colleague(people, "quotes.enter")
        row = HelpEntry(organisation_id=people.organisation_m.pk)
        assert run(writer, OwnHelp.add, row, question="Où ?", answer="Ici.").position == 1
        with pytest.raises(Denied):
            run(reader, OwnHelp.edit, row.pk, question="Où ?", answer="Là.")

    def test_what_another_changed_meanwhile_is_not_overwritten(self, people):
        row = guidance.answered(people)
        run(people.manager, OwnHelp.edit, row.pk, question="Qui ?", answer="Moi.", seen=0)
        with pytest.raises(Refused):
            run(people.manager, OwnHelp.edit, row.pk, question="Qui ?", answer="Lui.", seen=0)

    @settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=8))
    def test_moved_about_it_is_a_list_with_two_neighbours_exchanged(self, people, moves):
        rows = [guidance.answered(people, f"Question {number}") for number in range(4)]
        expected = [row.question for row in rows]
        for number, up in moves:
            run(people.manager, OwnHelp.move, rows[number].pk, up=up)
            place = expected.index(rows[number].question)
            other = place + (-1 if up else 1)
            if 0 <= other < len(expected):
                expected[place], expected[other] = expected[other], expected[place]
            assert guidance.order(people) == expected
        for row in rows:
            run(people.manager, OwnHelp.withdraw, row.pk)
