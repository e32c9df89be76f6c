"""The lists that the product is tested with from outside keep their shapes."""

import json

import pytest

from kairos.foundation import engine, permissions
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.journal import happened, sealing
from kairos.operations.cli import main
from tests.support.strangers import execute


@pytest.fixture
def asked(capsys):
    def ask(*words: str, code: int = 0):
        assert main(list(words)) == code
        return capsys.readouterr().out

    return ask


def test_routes(asked):
    rows = json.loads(asked("routes", "--json"))
    assert {"name", "path", "methods", "permission", "space", "subject", "personal_data"} == set(rows[0])
    [home] = [row for row in rows if row["name"] == "public:home"]
    assert home == {
        "name": "public:home",
        "path": "/",
        "methods": ["GET"],
        "permission": "public.read",
        "space": "public",
        "subject": None,
        "personal_data": False,
    }
    assert "/compte/creer/" in asked("routes")


def test_permissions(asked):
    rows = json.loads(asked("permissions", "--json"))
    assert {row["name"] for row in rows} == set(permissions.the_map())
    assert {"name", "label", "who", "granted_by"} == set(rows[0])
    assert "agent de l’opérateur et droit" in asked("permissions")
    assert asked("permissions", "--markdown").startswith("# Permissions")


def test_lifecycles(asked):
    rows = json.loads(asked("lifecycles", "--json"))
    assert {row["name"] for row in rows} == set(engine.lifecycles())
    [application] = [row for row in rows if row["name"] == "membership_application"]
    assert set(application) == {"name", "model", "states", "acts"}
    assert application["states"][0] == "draft"
    acts = {act["name"]: act for act in application["acts"]}
    assert set(acts["membership_application.accept"]) == {"name", "from", "to", "who", "guards", "label"}
    assert acts["membership_application.accept"]["from"] == ["in_review"]
    assert acts["membership_application.accept"]["to"] == "accepted"
    assert acts["membership_application.save"]["from"] is None
    assert "siret_is_free" in acts["membership_application.accept"]["guards"]
    assert "Accepter l’adhésion" in asked("lifecycles")


def test_charts(asked):
    charts = asked("lifecycles", "--mermaid")
    assert charts.count("stateDiagram-v2") == len(engine.lifecycles())
    assert "  in_review --> accepted: Accepter l’adhésion" in charts
    assert "  [*] --> draft: Enregistrer ma demande" in charts


def test_drain(asked, real_db):
    assert asked("jobs", "drain") == ""
    assert json.loads(asked("jobs", "drain", "--json")) == {"failed": []}


def test_a_journal_left_alone(asked, real_db):
    found = json.loads(asked("journal", "verify", "--json"))
    assert (found["ok"], found["faults"]) == (True, [])
    assert "Le journal est intact" in asked("journal", "verify")


def test_a_journal_tampered_with_answers_1_and_says_where(asked, real_db):
    with scope(system("tests")) as who:
        happened(who, "tests")
    sealing.open_era()
    execute(
        "ALTER TABLE journal_entry DISABLE TRIGGER kairos_append_only; UPDATE journal_entry SET kind = 'act'; "
        "ALTER TABLE journal_entry ENABLE TRIGGER kairos_append_only"
    )
    [fault] = json.loads(asked("journal", "verify", "--json", code=1))["faults"]
    assert (fault["kind"], fault["seal"]) == ("changed", 1)
    assert fault["entry"]
    assert fault["at"]
    said = asked("journal", "verify", code=1)
    assert "L’écriture" in said
    assert "sceau 1" in said


def test_a_copy_that_does_not_exist_answers_2(asked, real_db, tmp_path):
    asked("journal", "verify", "--seals", str(tmp_path / "absent.jsonl"), code=2)
