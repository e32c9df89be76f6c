"""A member moves or merges; registers say something against it; new terms are published."""

from datetime import timedelta

import pytest

from kairos.foundation import clock, engine
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.memberships import terms
from kairos.identity.memberships.changes import rules
from kairos.identity.memberships.changes.lifecycle import Change
from kairos.identity.memberships.life import jobs
from kairos.identity.memberships.life.alerts import Alert
from kairos.identity.memberships.models import ChangeRequest, RegisterAlert, TermsVersion
from kairos.identity.memberships.terms import publishing
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.models import Establishment
from kairos.identity.registers.models import RegisteredEstablishment, RegisteredProvider, RegisterImport
from kairos.operations.cli import main
from tests.support import acceptance
from tests.support import memberships as stories

SAME_COMPANY, ANOTHER = "73282932000082", "99900000400000"


def ask(people, siret: str, **address: str) -> ChangeRequest:
    with scope(people.owner_a.actor) as who:
        organisation = files.own(who)
        before = rules.part(files.content(organisation), ChangeRequest.Kind.SIRET)
        after = before | {"establishment-siret": siret} | {f"establishment-{k}": v for k, v in address.items()}
        change = ChangeRequest(id=new_id(), organisation=organisation, kind="siret", before=before, after=after)
        return engine.run(Change.ask, change, who, reason="Nous déménageons.")


def accept(people, change: ChangeRequest):
    with scope(people.instructor.actor) as who:
        return engine.run(Change.accept, change.pk, who, reason="Avis de situation vu.")


def test_a_move_takes_the_membership_along(people):
    membership = stories.begun(people)
    with scope(people.owner_a.actor):
        Establishment.objects.using("owner").create(
            organisation_id=membership.organisation_id, siret=SAME_COMPANY, name="Annexe", address="3 rue",
            town="Paris", postcode="75011",
        )  # fmt: skip
    accept(people, ask(people, SAME_COMPANY, address="9 quai Neuf", postcode="97200", town="Fort-de-France"))
    moved = stories.fresh(membership)
    assert (moved.siret, moved.town, moved.rechecked_at) == (SAME_COMPANY, "Fort-de-France", None)
    with scope(people.owner_a.actor) as who:
        sheet = files.sheet(files.own(who))
        assert (sheet.main.siret, sheet.main.address, sheet.others) == (SAME_COMPANY, "9 quai Neuf", ())
        assert sheet.organisation.siren == SAME_COMPANY[:9]


def test_a_merger_keeps_the_organisation_and_its_history(people):
    membership = stories.begun(people)
    accept(people, ask(people, ANOTHER))
    merged = stories.fresh(membership)
    assert (merged.pk, merged.organisation.siren, merged.number) == (membership.pk, ANOTHER[:9], membership.number)


def test_one_does_not_move_onto_another_member(people):
    stories.begun(people)
    taken = stories.begun(people, people.owner_b)
    change = ask(people, taken.siret)
    with pytest.raises(Refused, match="Une adhésion est déjà en cours pour ce SIRET"):
        accept(people, change)
    with scope(people.owner_a.actor) as who:
        assert files.main_establishment(files.own(who)).siret != taken.siret, "nothing is half done"


def test_a_move_needs_another_siret_that_is_open(people):
    stories.begun(people)
    with pytest.raises(Refused, match="Le SIRET est le même"):
        ask(people, "73282932000074", address="9 quai Neuf")
    acceptance.register(SAME_COMPANY, active=False)
    with pytest.raises(Refused, match="fermé au répertoire"):
        ask(people, SAME_COMPANY)


# --- Registers ------------------------------------------------------------------------------------------


def recheck() -> list[tuple[str, str]]:
    with scope(stories.WATCH) as who:
        jobs.recheck(who, clock.now())
    with scope(stories.WATCH):
        return sorted(RegisterAlert.objects.values_list("kind", "state"))


def later(days: int = 31):
    return clock.fixed(clock.now() + timedelta(days=days))


def listed(membership, siren: str | None = None) -> None:
    RegisteredProvider.objects.using("owner").update_or_create(
        nda=membership.organisation.nda,
        defaults={"previous_ndas": [], "name": "LES ATELIERS", "siren": siren or membership.siret[:9], "siret": "",
                  "street": "", "postcode": "", "town": ""},
    )  # fmt: skip


def test_registers_are_asked_again_and_say_it_to_the_operator_alone(people):
    membership = stories.begun(people)
    assert recheck() == [], "a register that was never copied is silent: it says nothing against anybody"
    acceptance.register(membership.siret)
    RegisterImport.objects.using("owner").create(
        kind="providers", sha256="", rows=1, refused=0, added=1, changed=0, imported_at=clock.now()
    )
    assert recheck() == [("nda_gone", "open")]
    assert recheck() == [("nda_gone", "open")], "once a month, and once while it lasts"
    assert stories.fresh(membership).state == "active", "nothing happens by itself"
    listed(stories.fresh(membership))
    RegisteredEstablishment.objects.using("owner").update(active=False)
    with later():
        assert recheck() == [("nda_gone", "lifted"), ("siret_closed", "open")]
        with scope(people.instructor.actor) as who:
            alert = RegisterAlert.objects.get(state="open")
            engine.run(Alert.settle, alert, who, reason="Erreur du répertoire, signalée.")
    with later(62):
        assert recheck() == [("nda_gone", "lifted"), ("siret_closed", "settled")], "settled: not said again"
    with scope(people.owner_a.actor), pytest.raises(Exception, match="permission denied"):
        RegisterAlert.objects.count()


# --- Terms ----------------------------------------------------------------------------------------------

TEXT = """version = "{version}"
effective_from = {day}
title = "Conditions"
[[clauses]]
heading = "Objet"
paragraphs = ["Un."]
"""


def test_a_version_is_published_from_a_file_with_time_to_read_it(people, tmp_path, capsys):
    with scope(stories.WATCH):
        publishing.publish()
    file = tmp_path / "conditions.toml"
    soon, far = clock.today() + timedelta(days=14), clock.today() + timedelta(days=15)
    for text, said in (
        ("version = 1", "n’est pas une version"),
        (TEXT.format(version="2099-1", day=soon), "pas avant le"),
        (TEXT.format(version="2026-06", day=far), "déjà publiée"),
    ):
        file.write_text(text)
        assert main(["terms", "publish", str(file)]) == 2
        assert said in capsys.readouterr().err
    file.write_text(TEXT.format(version="2099-1", day=far))
    assert main(["terms", "publish", str(file)]) == 0
    with scope(stories.WATCH):
        assert publishing.newest().version == "2099-1"
        assert publishing.current().version == "2026-06"
        assert TermsVersion.objects.get(pk="2099-1").sha256 == terms.read(file.read_text()).sha256
