"""From a public list to what the registration form is told, on a real database."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction

import kairos.operations
from kairos.foundation import clock
from kairos.foundation.actor import visitor
from kairos.foundation.isolation import scope
from kairos.identity.registers import importing, queries
from kairos.identity.registers.formats import Unreadable
from kairos.identity.registers.importing import import_file
from kairos.identity.registers.models import RegisteredEstablishment, RegisteredProvider, RegisterImport
from kairos.identity.registers.port import LocalRegister, RegisterSilent
from kairos.identity.registers.records import Establishment, Kind, LegalUnit, Provider

SAMPLE = Path(kairos.operations.__file__).parent / "demonstration" / "registers"
CANAL, CLOSED, SOLE_TRADER = "99984211500019", "99976243800011", "99943988800010"
FRIDAY = datetime(2026, 10, 2, 7, 41, tzinfo=UTC)


def everything():
    """The content of the three tables, read as the application reads it."""
    with scope(visitor()):
        return [list(model.objects.order_by("pk").values()) for model in importing._MODELS.values()]


@pytest.fixture
def imported(real_db):
    with clock.fixed(FRIDAY):
        return {outcome.kind: outcome for outcome in map(import_file, sorted(SAMPLE.glob("*.csv")))}


def changed_copy(tmp_path, old, new):
    copy = tmp_path / "organismes.csv"
    copy.write_text((SAMPLE / "organismes.csv").read_text().replace(old, new))
    return copy


def test_records_and_tables_have_the_same_fields():
    for kind, record in zip(Kind, (Provider, Establishment, LegalUnit), strict=True):
        assert importing._columns(importing._MODELS[kind]._meta) == list(record._fields)


class TestImport:
    def test_every_line_is_there(self, imported):
        assert {kind: outcome.added for kind, outcome in imported.items()} == {
            Kind.PROVIDERS: 41,
            Kind.ESTABLISHMENTS: 49,
            Kind.LEGAL_UNITS: 43,
        }
        assert [len(rows) for rows in everything()] == [41, 49, 43]

    def test_the_same_file_changes_nothing(self, imported):
        before = everything()
        for path in SAMPLE.glob("*.csv"):
            outcome = import_file(path)
            assert (outcome.added, outcome.changed, outcome.refused) == (0, 0, 0)
            assert outcome.sha256 == imported[outcome.kind].sha256
        assert everything() == before

    def test_what_differs_is_changed_and_nothing_is_deleted(self, imported, tmp_path):
        only_one = changed_copy(tmp_path, "LES ATELIERS DU CANAL", "ATELIERS DU CANAL")
        only_one.write_text("".join(only_one.read_text().splitlines(keepends=True)[:2]))
        outcome = import_file(only_one)
        assert (outcome.rows, outcome.added, outcome.changed) == (1, 0, 1)
        with scope(visitor()):
            assert RegisteredProvider.objects.get(pk="11930784215").name == "ATELIERS DU CANAL"
            assert RegisteredProvider.objects.count() == 41

    def test_lines_left_out_are_told(self, real_db, tmp_path):
        told = []
        outcome = import_file(changed_copy(tmp_path, "01973148210", "1973148210"), told.append)
        assert (outcome.rows, outcome.refused, outcome.added) == (41, 1, 40)
        assert [(line.line, "zéros de tête" in line.reason) for line in told] == [(13, True)]

    def test_of_two_lines_with_one_number_the_last_counts(self, real_db, tmp_path):
        twice = changed_copy(tmp_path, "", "")
        header, first = twice.read_text().splitlines()[:2]
        twice.write_text("\n".join([header, first, first.replace("CANAL", "RHIN")]))
        assert import_file(twice).added == 1
        with scope(visitor()):
            assert RegisteredProvider.objects.get().name == "LES ATELIERS DU RHIN"

    def test_a_file_cut_short_changes_nothing(self, imported, tmp_path):
        before = everything()
        broken = changed_copy(tmp_path, "LES ATELIERS DU CANAL", "AUTRE NOM")
        broken.write_bytes(broken.read_bytes() + b"\xff\xfe")
        with pytest.raises(Unreadable, match="UTF-8"):
            import_file(broken)
        assert everything() == before
        with scope(visitor()):
            assert RegisterImport.objects.count() == 3

    def test_an_import_is_recorded(self, imported):
        with scope(visitor()):
            last = RegisterImport.objects.get(kind=Kind.PROVIDERS)
        assert (last.rows, last.refused, last.added, last.imported_at) == (41, 0, 41, FRIDAY)
        assert last.sha256 == imported[Kind.PROVIDERS].sha256

    @pytest.mark.parametrize("model", [RegisteredProvider, RegisteredEstablishment, RegisterImport])
    def test_the_application_cannot_write(self, imported, model):
        with pytest.raises(DatabaseError, match="permission denied"), scope(visitor()):
            model.objects.all().delete()


class TestQuestions:
    def test_an_establishment(self, imported):
        with scope(visitor()):
            facts = queries.lookup_establishment(CANAL)
        assert (facts.name, facts.street, facts.postcode, facts.town) == (
            "LES ATELIERS DU CANAL",
            "12 QUAI DE L'OURCQ",
            "93500",
            "PANTIN",
        )
        assert facts.active
        assert not facts.sole_trader
        assert facts.as_of == FRIDAY

    def test_a_closed_one(self, imported):
        with scope(visitor()):
            facts = queries.lookup_establishment(CLOSED)
        assert (facts.active, facts.closed_on) == (False, date(2026, 1, 31))

    def test_a_sole_trader(self, imported):
        with scope(visitor()):
            facts = queries.lookup_establishment(SOLE_TRADER)
        assert (facts.name, facts.sole_trader) == ("MAUD KERVIEL", True)

    def test_an_establishment_whose_legal_unit_is_not_known(self, real_db):
        import_file(SAMPLE / "etablissements.csv")
        with scope(visitor()):
            assert queries.lookup_establishment("99981522800047").name == "HORIZON SUD MONTPELLIER"
            assert queries.lookup_establishment(CANAL).name == ""

    @pytest.mark.parametrize("nda", ["84691042377", "82691042377"])
    def test_a_provider_by_its_number_or_the_one_before(self, imported, nda):
        with scope(visitor()):
            facts = queries.lookup_provider(nda)
        assert facts.nda == "84691042377"
        assert facts.previous_ndas == ("82691042377",)
        assert facts.qualiopi
        assert facts.last_declared_on == date(2026, 4, 28)

    def test_providers_of_a_legal_unit(self, imported):
        with scope(visitor()):
            assert [facts.nda for facts in queries.providers_of("999731003")] == ["32590911734"]
            assert not queries.providers_of("999731003")[0].qualiopi
            assert queries.providers_of("999000000") == []

    @pytest.mark.parametrize(
        "ask", [lambda: queries.lookup_establishment(CANAL), lambda: queries.providers_of("999842115")]
    )
    def test_one_statement_each(self, imported, statements, ask):
        with scope(visitor()), statements() as found:
            assert ask()
        assert len([query for query in found.captured_queries if "registered_" in query["sql"]]) == 1

    def test_they_go_by_an_index(self, imported):
        with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            for condition in ("siren = '999842115'", "previous_ndas @> ARRAY['82691042377']::varchar(11)[]"):
                cursor.execute(f"EXPLAIN SELECT * FROM registered_provider WHERE {condition}")
                assert "registered_provider_" in str(cursor.fetchall())


class TestLocalRegister:
    def test_it_knows_or_says_no(self, imported):
        register = LocalRegister()
        with scope(visitor()):
            assert register.establishment(CANAL).siren == "999842115"
            assert register.establishment("99900000000000") is None
            assert register.provider("00000000000") is None
            assert register.providers_of("999000000") == []

    def test_a_register_never_imported_is_silent(self, real_db):
        register = LocalRegister()
        with scope(visitor()):
            for question in (register.establishment, register.provider, register.providers_of):
                with pytest.raises(RegisterSilent):
                    question("999")
