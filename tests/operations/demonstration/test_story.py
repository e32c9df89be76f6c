"""The story as written: invented through and through, told in order, whole."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import hashers
from stdnum.fr import siret

from kairos.operations import demonstration
from kairos.operations.demonstration import playing, story, words

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)


@pytest.fixture(scope="module")
def told():
    return story.read(MONDAY)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("1 17:30", datetime(2026, 11, 20, 17, 30, tzinfo=PARIS)),
        ("6 08:00", datetime(2026, 11, 13, 8, 0, tzinfo=PARIS)),
        ("30 09:00", datetime(2026, 10, 12, 9, 0, tzinfo=PARIS)),
        ("25 min", datetime(2026, 11, 23, 8, 35, tzinfo=PARIS)),
    ],
)
def test_moments_are_working_days_in_paris(written, at):
    assert story.moment(written, MONDAY) == at


def test_a_moment_on_a_sunday_counts_from_friday():
    sunday = datetime(2026, 11, 22, 12, 0, tzinfo=PARIS)
    assert story.moment("1 10:00", sunday).date().isoformat() == "2026-11-20"


def test_nothing_happens_in_the_future_and_everything_in_order(told):
    moments = [step.at for step in told.steps]
    assert moments == sorted(moments)
    assert moments[-1] <= MONDAY


def test_every_step_is_known_and_done_by_someone_of_the_story(told):
    assert {step.do for step in told.steps} <= playing.STEPS.keys()
    assert {step.by for step in told.steps} - {""} <= told.agents.keys()


def test_everyone_is_invented(told):
    for provider in told.providers.values():
        assert siret.is_valid(provider.siret)
        assert provider.siret.startswith("999")
        for human in (provider.director, provider.manager, *provider.contacts):
            assert human.email.endswith(".example")


def test_who_one_may_be_has_an_address_of_their_own(told):
    labels = [provider.human(word).label for provider in told.providers.values() for word in provider.stories]
    labels += [agent.human.label for agent in told.agents.values()]
    assert len(set(labels)) == len(labels)
    assert all(label.replace("-", "").isascii() for label in labels)


def test_passwords_differ_and_are_typed_on_any_keyboard():
    drawn = {words.draw() for _ in range(50)}
    assert len(drawn) == 50
    assert all(len(password) >= 12 and password.isascii() for password in drawn)


def test_only_the_story_hashes_lightly():
    strong = hashers.get_hasher().params()
    with demonstration.hashed_lightly():
        told = hashers.make_password("inventé")
    assert hashers.get_hasher().params() == strong
    assert hashers.check_password("inventé", told)
