"""The drills themselves, in small: they find what they must, and say so when they do not."""

import json

import pytest

from kairos.identity.organisations.rules import parse_siret
from kairos.operations.drills import journal, kill_switch, stolen_account
from kairos.operations.drills.journal import Tampering
from kairos.operations.drills.visitors import siret

IDLE = Tampering("nothing done", "changed", "UPDATE journal_entry SET kind = kind WHERE id = {entry}")


def test_the_journal_drill_finds_locates_and_tells_what_it_missed(monkeypatch):
    done = [each for each in journal.TAMPERINGS if each.name in ("an entry removed", "the tail cut off")]
    for name, value in {"ROUNDS": 2, "TRANSACTIONS": 3, "ENTRIES": 3, "TAMPERINGS": [*done, IDLE]}.items():
        monkeypatch.setattr(journal, name, value)
    said: list[str] = []
    assert journal.drill(said.append) == 1
    told = json.loads(said[0])
    assert (told["entries"], told["tamperings"], told["missed"]) == (18, 3, ["nothing done"])


def test_the_kill_switch_drill_stops_each_in_time(monkeypatch):
    for name, value in {"BEFORE": 1, "AFTER": 0.5}.items():
        monkeypatch.setattr(kill_switch, name, value)
    said: list[str] = []
    assert kill_switch.drill(said.append) == 0
    told = json.loads(said[0])
    assert told["person"]["files_refused"] > 0
    assert all(told[name]["refused"] > 0 for name in ("person", "organisation", "right"))


@pytest.mark.parametrize(
    ("found", "failed"),
    [
        ({"seconds": 60.0, "again": 0, "odd": []}, False),
        ({"seconds": 60.1, "again": 0, "odd": []}, True),
        ({"seconds": 0.0, "again": 1, "odd": []}, True),
        ({"seconds": 0.0, "again": 0, "odd": [500]}, True),
    ],
)
def test_the_kill_switch_drill_says_what_went_on(found, failed):
    assert kill_switch.failed({"right": found}) == (["right"] if failed else [])


@pytest.mark.parametrize("number", [1, 7, 42, 99_999])
def test_visitors_have_establishments_of_their_own(number):
    assert parse_siret(siret(number)) == siret(number)
    assert siret(number).startswith("999")


def test_the_stolen_account_reads_nobody_else_and_is_stopped(monkeypatch):
    for name, value in {"SECONDS": 30.0, "OWN": 300, "OTHERS": 500, "THIEVES": 2}.items():
        monkeypatch.setattr(stolen_account, name, value)
    said: list[str] = []
    assert stolen_account.drill(said.append) == 0, said
    told = json.loads(said[0])
    assert (told["foreign_read"], told["failed"]) == (0, [])
    assert 0 < told["own_read"] <= 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"foreign_read": 1}, "others"),
        ({"own_counted": 201}, "ceiling"),
        ({"own_read": 0}, "proves nothing"),
        ({"seconds_to_stop": None}, "not stopped"),
        ({"told": 1}, "told"),
    ],
)
def test_the_stolen_account_drill_says_what_went_wrong(wrong, said):
    right = {"foreign_read": 0, "own_read": 200, "own_counted": 200, "ceiling": 200, "seconds_to_stop": 3.0,
             "seconds_to_alert": 3.0, "told": 5, "statuses": {"200": 9}}  # fmt: skip
    assert stolen_account.failed(right) == []
    assert said in stolen_account.failed(right | wrong)[0]
