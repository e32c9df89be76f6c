"""The written procedure: filled with the organisation's facts, saved, published for good, printed."""

from dataclasses import replace

import pytest

from kairos.foundation import engine
from kairos.foundation.documents import render
from kairos.foundation.guards import Refused
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.identity.guidance import printing, template
from kairos.identity.guidance.documents import PROCEDURE, PaperSection, ProcedurePaper
from kairos.identity.guidance.lifecycle import Procedure
from kairos.identity.guidance.models import WrittenProcedure
from kairos.identity.guidance.template import Facts
from kairos.identity.habilitations.lifecycle import TeamPolicy
from tests.support import guidance
from tests.support.team import add_colleague, run

FACTS = Facts("Méridienne", "999000002", ["Maud Nguyễn"], False, 6, 30, 90, 30, 10, None, "l’opérateur")


def stored(row) -> WrittenProcedure:
    return WrittenProcedure.objects.using("owner").get(pk=row.pk)


class TestTemplate:
    def test_says_the_facts_and_leaves_no_brace(self):
        said = " ".join(template.sections(FACTS).values())
        for fact in ("Méridienne", "999000002", "Maud Nguyễn", "6 mois", "30 jours", "90 jours", "10 heures"):
            assert fact in said
        assert "{" not in said

    def test_a_name_with_braces_is_text(self):
        said = template.sections(replace(FACTS, name="{0} & {name}", managers=["{x}"]))
        assert "{0} & {name}" in said["purpose"]
        assert "{x}" in said["granting"]

    def test_one_person_alone_and_a_password_rule(self):
        said = template.sections(replace(FACTS, alone=True, password_days=365))
        assert "n’a qu’une personne" in said["granting"]
        assert "tous les 365 jours" in said["secrets"]

    def test_its_sections_fit(self):
        assert all(len(text) < template.LONGEST / 2 for text in template.sections(FACTS).values())
        assert len(template.NOTE_TEXT) < template.LONGEST


class TestDraft:
    def test_is_filled_with_what_holds_today(self, people):
        run(people.manager, TeamPolicy.set_limits, people.organisation_m.pk, idle_minutes=15, session_hours=None,
            inactivity_days=45)  # fmt: skip
        sections = guidance.drafted(people).sections
        assert "Maud Nguyễn" in sections["granting"]
        assert "45 jours" in sections["reviewing"]
        assert "15 minutes" in sections["secrets"]

    def test_only_one_at_a_time(self, people):
        guidance.drafted(people)
        with pytest.raises(Refused, match="brouillon existe"):
            guidance.drafted(people)

    def test_what_another_changed_meanwhile_is_not_overwritten(self, people):
        row = guidance.drafted(people)
        run(people.manager, Procedure.write, row.pk, sections={"purpose": "Un."}, seen=0)
        with pytest.raises(Refused, match="autre"):
            run(people.manager, Procedure.write, row.pk, sections={"purpose": "Deux."}, seen=0)
        assert stored(row).sections["purpose"] == "Un."

    @pytest.mark.parametrize(
        "sections",
        [{"nowhere": "x"}, {"purpose": "x" * 4001}, {"purpose": "Le numéro 1 84 12 76 451 089 46."}],
        ids=["unknown", "too long", "a social security number"],
    )
    def test_what_cannot_be_kept_is_refused(self, people, sections):
        row = guidance.drafted(people)
        with pytest.raises(Refused):
            run(people.manager, Procedure.write, row.pk, sections=sections)
        assert stored(row).version == 0


class TestPublished:
    def test_under_the_next_number_by_whom_and_everybody_is_told(self, people):
        karim = add_colleague(people)
        first = guidance.published(people)
        second = guidance.published(people)
        assert (first.number, second.number) == (1, 2)
        assert second.published_by == people.manager.user.pk
        assert second.sections == first.sections, "the next begins from the one in force"
        rows = OutboxMessage.objects.using("owner").filter(kind="ProcedurePublished", channel="app")
        assert rows.filter(recipient=karim.user.pk).count() == 2

    def test_never_changes_again(self, people):
        row = guidance.published(people)
        for act in (Procedure.write, Procedure.publish, Procedure.drop):
            with pytest.raises(Refused):
                run(people.manager, act, row.pk, sections={"purpose": "Autre."})
        assert printing.sha256(stored(row)) == row.sha256

    def test_an_empty_section_is_not_published(self, people):
        row = guidance.drafted(people)
        run(people.manager, Procedure.write, row.pk, sections={"incident": " "})
        with pytest.raises(Refused) as refused:
            run(people.manager, Procedure.publish, row.pk)
        assert [reason.field for reason in refused.value.reasons] == ["incident"]

    def test_anew_takes_the_model_again(self, people):
        row = guidance.drafted(people)
        run(people.manager, Procedure.write, row.pk, sections={"purpose": "Le nôtre."})
        run(people.manager, Procedure.publish, row.pk)
        again = WrittenProcedure(organisation_id=people.organisation_m.pk)
        assert run(people.manager, Procedure.start, again, anew=True).sections["purpose"] != "Le nôtre."

    def test_nobody_but_the_account_manager(self, people):
        karim = add_colleague(people, "organisation.enter")
        with pytest.raises(Denied):
            run(karim, Procedure.start, WrittenProcedure(organisation_id=people.organisation_m.pk))

    def test_its_paper_is_a_function_of_what_it_says(self, people):
        row = guidance.published(people)
        paper = ProcedurePaper(
            row.published_at, None, "Méridienne & Fils #let", "999000002", 1, "Maud Nguyễn",
            (PaperSection("Objet", ("*Un* $x$ #panic()", "Deux\nlignes")),), row.sha256, True,
        )  # fmt: skip
        assert render(PROCEDURE, paper).startswith(b"%PDF")
        assert render(PROCEDURE, paper) == render(PROCEDURE, paper)

    def test_acts_are_offered_in_the_draft_alone(self, people):
        offered = {act.short_name for act in engine.available(guidance.published(people), people.manager.actor)}
        assert offered == set()
