"""Conversations under many messages: too many, twice the same, at the same instant, in any order."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.service.threads import conditions, sending
from kairos.service.threads.models import Thread
from tests.support import at_once, path, threads


@dataclass
class Few:
    """A setting."""

    most: int

    def value(self):
        return self.most


def test_a_stolen_account_does_not_write_to_everybody(people, who, monkeypatch):
    session = path.session(who, capacity=30)
    rows = [path.retained(people, who, session) for _ in range(7)]
    monkeypatch.setattr(conditions, "PER_DAY", Few(5))
    for row in rows[:5]:
        threads.write(who, row)
    threads.write(who, rows[0], "Deux fois à la même personne.")
    with pytest.raises(Refused, match="5 conversations différentes"):
        threads.write(who, rows[5])
    monkeypatch.setattr(conditions, "MESSAGES_PER_DAY", Few(6))
    with pytest.raises(Refused, match="6 messages"):
        threads.write(who, rows[0])
    with clock.fixed(clock.now() + timedelta(days=1, minutes=1)):
        threads.write(who, rows[5])


# Twice, at once


def test_the_same_page_sent_twice_says_it_once_and_another_text_is_not_lost(people, mine):
    key = new_id()
    thread = threads.write(people.job_seeker, mine, "Une fois.", key)
    threads.write(people.job_seeker, mine, "Une fois.", key)
    assert threads.said(thread) == [("person", "Une fois.")]
    threads.write(people.job_seeker, mine, "Revenu en arrière, puis écrit.", key)
    assert [text for _, text in threads.said(thread)] == ["Une fois.", "Revenu en arrière, puis écrit."]


def test_two_who_open_it_at_once_are_in_the_same_conversation(people, who, mine):
    with scope(who.actor):
        late = sending.about(path.again(mine))
    threads.write(people.job_seeker, mine, "Moi d’abord.")
    with scope(who.actor):
        thread = sending.send(late, who.actor, new_id(), "Nous aussi.")
    assert [side for side, _ in threads.said(thread)] == ["person", "provider"]


class Exchange(RuleBasedStateMachine):
    """Any order of writing and reading, each story in a transaction that is undone; beside it, what each side ought to
    have unread."""

    actors = mine = None

    def __init__(self):
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()
        self.unread = {"person": 0, "provider": 0}
        self.written = []

    def teardown(self):
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    @rule(side=st.sampled_from(("person", "provider")), text=st.text("aé\n ’?", max_size=6))
    def write(self, side, text):
        actor = self.actors[side]
        with scope(actor), suppress(Refused):
            sending.send(threads.of_training(self.mine), actor, new_id(), text)
            self.written.append(side)
            self.unread[side] = 0
            self.unread["provider" if side == "person" else "person"] += 1

    @rule(side=st.sampled_from(("person", "provider")))
    def read(self, side):
        actor = self.actors[side]
        with scope(actor):
            if thread := Thread.objects.filter(enrolment=self.mine.pk).first():
                sending.see(thread, actor)
                self.unread[side] = 0

    @invariant()
    def marks_say_what_is_unread(self):
        if self.mine is None:
            return
        with scope(system("tests")):
            thread = Thread.objects.filter(enrolment=self.mine.pk).first()
            if thread is None:
                assert self.written == []
                return
            rows = list(thread.messages.order_by("sent_at", "id"))
        assert [row.side for row in rows] == self.written
        assert (thread.last_side, thread.last_at) == (rows[-1].side, rows[-1].sent_at)
        for side, new in (("person", thread.person_new), ("provider", thread.place_new)):
            theirs = [row.sent_at for row in rows if row.side != side]
            unread = self.unread[side]
            assert new == (theirs[-unread] if unread else None)


def test_marks_say_what_is_unread_whatever_the_order(people, who, mine):
    Exchange.actors = {"person": people.job_seeker.actor, "provider": who.actor}
    Exchange.mine = mine
    connections["owner"].close()
    run_state_machine_as_test(
        Exchange, settings=settings(max_examples=10, stateful_step_count=12, suppress_health_check=list(HealthCheck))
    )


def test_two_requests_of_one_account_are_counted_one_after_the_other(people, who, monkeypatch):
    """The second waits for the first, which is not committed, and is told."""
    monkeypatch.setattr(conditions, "PER_DAY", Few(1))
    session = path.session(who)
    first, second = (path.retained(people, who, session) for _ in range(2))

    def write(row):
        return sending.send(threads.of_training(row), who.actor, new_id(), "Bonjour.")

    late = at_once.Second(who.actor, lambda: write(second))
    at_once.at_once(who.actor, lambda: write(first), late)
    assert "conversations différentes" in str(late.refused)
    assert threads.of(second) is None


def test_two_first_messages_at_the_same_instant_open_one_conversation(people, who, mine):
    """Neither sees the other’s: the second finds the conversation open once the first is there."""

    def write(actor, text):
        return sending.send(sending.about(path.again(mine)), actor, new_id(), text)

    late = at_once.Second(who.actor, lambda: write(who.actor, "Nous aussi."))
    at_once.at_once(people.job_seeker.actor, lambda: write(people.job_seeker.actor, "Moi d’abord."), late)
    assert late.refused is None
    assert [side for side, _ in threads.said(threads.of(mine))] == ["person", "provider"]
