"""The register asked over the network, against a real server: right answers, wrong ones, none."""

from datetime import UTC, date, datetime

import pytest

from kairos.foundation import clock
from kairos.identity.registers import port
from kairos.identity.registers.http import HttpRegister
from kairos.identity.registers.port import LocalRegister, RegisterSilent

NOW = datetime(2026, 10, 2, 7, 41, tzinfo=UTC)
SIRET, SIREN, NDA, FORMER_NDA = "99984211500019", "999842115", "11930784215", "11930000015"
ESTABLISHMENT = {
    "siret": SIRET,
    "nom": "LES ATELIERS DU CANAL",
    "voie": "12 QUAI DE L'OURCQ",
    "complement": None,
    "code_postal": "93500",
    "commune": "PANTIN",
    "siege": True,
    "actif": False,
    "ferme_le": "2026-01-31",
    "a_jour_le": "2026-10-01T04:00:00+02:00",
    "source": "Répertoire d’essai",
    "inconnu_de_nous": {"a": 1},
}
PROVIDER = {
    "nda": NDA,
    "ndas_precedents": [FORMER_NDA],
    "nom": "LES ATELIERS DU CANAL",
    "siren": SIREN,
    "siret": SIRET,
    "qualiopi": {"formation": True, "vae": False},
    "derniere_declaration": "2026-04-28",
}
IMPATIENT = 0.05
PATIENT = 10.0


@pytest.fixture
def register(service):
    return HttpRegister(f"{service.url}/v1/", PATIENT)


class TestAnswers:
    def test_an_establishment(self, service, register):
        service.says(ESTABLISHMENT)
        facts = register.establishment(SIRET)
        assert service.asked == [f"/v1/etablissements/{SIRET}"]
        assert (facts.siret, facts.siren, facts.name) == (SIRET, SIREN, "LES ATELIERS DU CANAL")
        assert (facts.street, facts.complement, facts.postcode, facts.town) == (
            "12 QUAI DE L'OURCQ", "", "93500", "PANTIN",
        )  # fmt: skip
        assert (facts.head_office, facts.active, facts.closed_on) == (True, False, date(2026, 1, 31))
        assert not facts.sole_trader
        assert facts.as_of == datetime(2026, 10, 1, 2, tzinfo=UTC)
        assert facts.source == "Répertoire d’essai"

    @pytest.mark.parametrize("asked", [NDA, FORMER_NDA])
    def test_a_provider_by_its_number_or_the_one_before(self, service, register, asked):
        service.says(PROVIDER)
        with clock.fixed(NOW):
            facts = register.provider(asked)
        assert service.asked == [f"/v1/organismes/{asked}"]
        assert (facts.nda, facts.previous_ndas, facts.siren, facts.siret) == (NDA, (FORMER_NDA,), SIREN, SIRET)
        assert (facts.qualiopi_training, facts.qualiopi_experience) == (True, False)
        assert facts.qualiopi_skills_review is None
        assert (facts.last_declared_on, facts.as_of) == (date(2026, 4, 28), NOW)
        assert facts.source == "Liste publique des organismes de formation"

    def test_providers_of_a_legal_unit_the_latest_first(self, service, register):
        service.says([PROVIDER | {"nda": FORMER_NDA, "derniere_declaration": None}, PROVIDER])
        assert [facts.nda for facts in register.providers_of(SIREN)] == [NDA, FORMER_NDA]
        assert service.asked == [f"/v1/organismes?siren={SIREN}"]

    def test_a_number_it_does_not_know(self, service, register):
        service.says({"inconnu": SIRET}, status=404)
        assert register.establishment(SIRET) is None
        service.says({"inconnu": NDA}, status=404)
        assert register.provider(NDA) is None
        service.says([])
        assert register.providers_of(SIREN) == []

    def test_a_number_that_would_be_another_address(self, service, register):
        service.says({"inconnu": "../x?y"}, status=404)
        assert register.establishment("../x?y") is None
        assert service.asked == ["/v1/etablissements/..%2Fx%3Fy"]


class TestNotUnderstood:
    """Nothing is believed of an answer that is not in the shape, and the next number is asked."""

    @pytest.mark.parametrize(
        "body",
        [
            b"<html>",
            b"null",
            [],
            ESTABLISHMENT | {"siret": "99976243800011"},
            ESTABLISHMENT | {"actif": None},
            ESTABLISHMENT | {"actif": "oui"},
            ESTABLISHMENT | {"nom": 12},
            ESTABLISHMENT | {"nom": "A\x00B"},
            ESTABLISHMENT | {"nom": "A\ud800B"},
            ESTABLISHMENT | {"nom": "A" * 301},
            ESTABLISHMENT | {"ferme_le": "31/01/2026"},
            ESTABLISHMENT | {"a_jour_le": "2026-10-01T04:00:00"},
            ESTABLISHMENT | {"a_jour_le": "0001-01-01T00:00:00+14:00"},
        ],
        ids=lambda body: str(body)[-30:],
    )
    def test_an_establishment(self, service, register, body):
        service.says(body)
        with pytest.raises(RegisterSilent):
            register.establishment(SIRET)
        service.says(ESTABLISHMENT)
        assert register.establishment(SIRET)

    @pytest.mark.parametrize(
        "body",
        [
            PROVIDER | {"nda": "11999999999", "ndas_precedents": []},
            PROVIDER | {"nda": "1193078421"},
            PROVIDER | {"siren": None},
            PROVIDER | {"siret": "12"},
            PROVIDER | {"ndas_precedents": NDA},
            PROVIDER | {"ndas_precedents": [NDA, 1]},
            PROVIDER | {"qualiopi": True},
        ],
        ids=lambda body: str(body)[-60:],
    )
    def test_a_provider(self, service, register, body):
        service.says(body)
        with pytest.raises(RegisterSilent):
            register.provider(NDA)

    @pytest.mark.parametrize(
        "body", [PROVIDER, [PROVIDER | {"siren": "999762438"}], None], ids=["one", "other", "null"]
    )
    def test_a_list(self, service, register, body):
        service.says(body)
        with pytest.raises(RegisterSilent):
            register.providers_of(SIREN)

    @pytest.mark.parametrize("status", [204, 302, 401])
    def test_a_status_that_is_no_answer(self, service, register, status):
        service.says(ESTABLISHMENT, status=status)
        with pytest.raises(RegisterSilent):
            register.establishment(SIRET)

    @pytest.mark.parametrize("body", [b"not found", {"detail": "Not Found"}, {"inconnu": "99976243800011"}])
    def test_a_page_not_found_is_not_an_unknown_number(self, service, register, body):
        service.says(body, status=404)
        with pytest.raises(RegisterSilent):
            register.establishment(SIRET)
        with pytest.raises(RegisterSilent):
            register.providers_of(SIREN)


class TestSilence:
    def test_no_answer(self, service):
        service.stops(b"")
        with pytest.raises(RegisterSilent):
            HttpRegister(service.url, IMPATIENT).establishment(SIRET)

    def test_a_service_that_failed_is_left_alone(self, service, register):
        service.says(b"", status=500)
        for _ in range(2):
            with pytest.raises(RegisterSilent):
                register.provider(NDA)
        assert len(service.asked) == 1


class TestChoice:
    def test_our_own_copies_by_default(self, settings):
        settings.KAIROS_REGISTER_URL = ""
        assert isinstance(port.register(), LocalRegister)

    def test_the_service_that_is_named_the_same_for_the_whole_process(self, settings, service):
        settings.KAIROS_REGISTER_URL = service.url
        service.says(ESTABLISHMENT)
        assert port.register().establishment(SIRET).name == "LES ATELIERS DU CANAL"
        assert port.register() is port.register()
