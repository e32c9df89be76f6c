"""A half-day signed in three ways, countersigned, and what the month then says."""

from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from kairos.foundation import clock, engine, permissions
from kairos.foundation.documents import Letterhead
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.uploads import examining
from kairos.foundation.uploads.models import Upload
from kairos.identity.accounts.sessions import Device
from kairos.offer.catalogue.models import Delivery
from kairos.path.attendance import rules
from kairos.path.enrolments.models import Enrolment
from kairos.path.signing import acts, codes, conditions, finding, printing
from kairos.path.signing.lifecycle import HalfDaySheet, Signing
from kairos.path.signing.models import Signature, SigningSheet
from tests.support import agencies, attendance, papers, path, signing
from tests.support.at_once import Second, at_once
from tests.support.team import run

HERE = Device("", "192.0.2.7")
LETTERHEAD = Letterhead("Opérateur")


@pytest.fixture
def who(people):
    return signing.trainer(people)


@pytest.fixture
def sheet(people, who):
    return signing.opened(people, who)


def _says(refused) -> str:
    return " ".join(reason.message for reason in refused.value.reasons)


def _letter(who, sheet, row) -> str:
    board = attendance.board(who, sheet.session, sheet.day.replace(day=1))
    return board.lines[row.pk].cell(sheet.rank).letter


class TestOpening:
    def test_never_before_the_day(self, people, who):
        with pytest.raises(Refused) as refused:
            signing.opened(people, who, days_ago=-1)
        assert "n’a pas encore eu lieu" in _says(refused)

    def test_nor_an_afternoon_in_the_morning(self, people, who):
        session = signing.group(people, who)
        noon = datetime.combine(clock.today(), time(12), clock.PARIS)
        with clock.fixed(noon - timedelta(minutes=1)):
            assert signing.opened(people, who, session).state == "open"
            with pytest.raises(Refused) as refused:
                signing.opened(people, who, session, half=1)
        assert "à partir de 12 h" in _says(refused)
        with clock.fixed(noon):
            assert signing.opened(people, who, session, half=1).state == "open"

    def test_the_afternoon_begins_where_it_is_taught(self, people, who):
        session = signing.group(people, who)
        Delivery.objects.using("owner").filter(pk=session.delivery_id).update(postcode="97400")
        with clock.fixed(datetime.combine(clock.today(), time(11), clock.PARIS)):
            assert signing.opened(people, who, path.again(session), half=1).state == "open"

    def test_nor_long_after(self, people, who):
        session = signing.group(people, who)
        assert signing.opened(people, who, session, days_ago=7).state == "open"
        with pytest.raises(Refused) as refused:
            signing.opened(people, who, session, days_ago=8)
        assert "7 jours" in _says(refused)

    def test_nor_where_nobody_is_expected(self, people, who):
        with pytest.raises(Refused) as refused:
            signing.opened(people, who, path.begun(who, 21, timetable=signing.ALL_WEEK))
        assert "Personne n’est attendu" in _says(refused)

    def test_once_a_half_day(self, people, who, sheet):
        with pytest.raises(Refused) as refused:
            signing.opened(people, who, sheet.session)
        assert "déjà ouverte" in _says(refused)
        run(who, HalfDaySheet.cancel, sheet.pk, reason="Mauvais groupe.")
        assert signing.opened(people, who, sheet.session).state == "open"


class TestOnOnesOwnPhone:
    def test_with_the_code_of_the_moment(self, sheet):
        one, _other = signing.enrolments(sheet)
        found = finding_by(one, signing.code(sheet))
        assert (found.sheet, found.enrolment) == (sheet.pk, one.pk)
        [row] = Signature.objects.using("owner").filter(sheet=sheet.pk)
        assert (row.enrolment_id, row.way, row.late, row.noted_by) == (one.pk, "phone", False, None)
        assert row.organisation_id == sheet.organisation_id

    def test_late_when_the_sheet_was_opened_long_ago(self, sheet):
        one, other = signing.enrolments(sheet)
        noon = datetime.combine(sheet.day, time(12), clock.PARIS)
        SigningSheet.objects.using("owner").filter(pk=sheet.pk).update(opened_at=noon)
        for row, minutes in ((one, 14), (other, 16)):
            with clock.fixed(noon + timedelta(minutes=minutes)):
                assert signing.by_phone(sheet, row).late is (minutes == 16)

    def test_a_code_that_has_just_changed_is_said_so(self, sheet):
        [one, _] = signing.enrolments(sheet)
        noon = datetime.combine(sheet.day, time(12), clock.PARIS)
        code = codes.code_of(sheet.pk, noon)
        with clock.fixed(noon + timedelta(seconds=2 * codes.STEP)), pytest.raises(Refused) as refused:
            finding_by(one, code)
        assert _says(refused) == conditions.CHANGED

    def test_once(self, sheet):
        [one, _] = signing.enrolments(sheet)
        finding_by(one, signing.code(sheet))
        with pytest.raises(Refused) as refused:
            finding_by(one, signing.code(sheet))
        assert _says(refused) == finding.SIGNED
        with pytest.raises(Refused) as refused:
            signing.by_phone(sheet, one)
        assert "déjà signé" in _says(refused)

    def test_somebody_outside_who_was_given_the_code_signs_nothing(self, people, who, sheet):
        stranger = agencies.followed(people.adviser)
        with scope(path.oneself(stranger)), pytest.raises(Refused) as refused:
            finding.sign(signing.code(sheet), HERE, path.oneself(stranger))
        assert _says(refused) == finding.NONE_OPEN
        elsewhere = signing.group(people, who, 1)
        [other] = attendance.enrolments(elsewhere)
        for row in (Enrolment(pk=other.pk, person_id=other.person_id), signing.enrolments(sheet)[0]):
            forged = acts.signature(sheet, row.pk, stranger.pk)
            with pytest.raises(Refused):
                run(path.oneself(stranger), Signing.sign, forged, code=signing.code(sheet))
        assert not Signature.objects.using("owner").exists()

    def test_nobody_signs_for_another(self, sheet):
        one, other = signing.enrolments(sheet)
        with pytest.raises(permissions.Denied):
            run(signing.oneself(one), Signing.sign, signing.new_signature(sheet, other), code=signing.code(sheet))

    def test_a_past_half_day_is_not_signed_on_a_phone(self, people, who):
        sheet = signing.opened(people, who, days_ago=2)
        with pytest.raises(Refused) as refused:
            signing.by_phone(sheet, signing.enrolments(sheet)[0])
        assert _says(refused) == conditions.NOT_TODAY

    def test_wrong_codes_wait_longer_and_longer(self, sheet):
        [one, _] = signing.enrolments(sheet)
        said = []
        for _ in range(12):
            with pytest.raises(Refused) as refused:
                finding_by(one, "ZZZZZZ")
            said.append(_says(refused))
        assert said[0] == conditions.WRONG
        assert "attendez" in said[-1]
        with pytest.raises(Refused, match="attendez"):
            finding_by(one, signing.code(sheet))


def finding_by(row, code):
    """As the page does: a refusal is an answer, what it counted stays."""
    me = signing.oneself(row)
    with scope(me):
        try:
            return finding.sign(code, HERE, me)
        except Refused as refused:
            said = refused
    raise said


class TestByTheTrainer:
    def test_another_day_it_is_late(self, people, who):
        sheet = signing.opened(people, who, days_ago=1)
        assert signing.on_screen(who, sheet, signing.enrolments(sheet)[0]).late

    def test_on_the_screen_and_taken_back(self, who, sheet):
        [one, _] = signing.enrolments(sheet)
        row = signing.on_screen(who, sheet, one)
        assert (row.way, row.noted_by) == ("screen", who.actor.user)
        with pytest.raises(Refused) as refused:
            run(who, Signing.withdraw, row.pk, reason=" ")
        assert "Dites pourquoi" in _says(refused)
        run(who, Signing.withdraw, row.pk, reason="Ce n’était pas elle.")
        assert signing.on_screen(who, sheet, one).state == "signed"

    def test_what_a_person_signed_is_not_taken_back(self, who, sheet):
        row = signing.by_phone(sheet, signing.enrolments(sheet)[0])
        with pytest.raises(Refused) as refused:
            run(who, Signing.withdraw, row.pk, reason="Erreur.")
        assert "elle-même" in _says(refused)

    def test_on_paper_with_its_scan_whoever_signed_otherwise_signs_once(self, who, sheet):
        one, other = signing.enrolments(sheet)
        signing.by_phone(sheet, one)
        document = examining.examine(SimpleUploadedFile("feuille.pdf", papers.pdf()))
        run(who, HalfDaySheet.note_paper, sheet.pk, people=[one.pk, other.pk], document=document)
        rows = Signature.objects.using("owner").filter(sheet=sheet.pk)
        assert sorted(rows.values_list("way", flat=True)) == ["paper", "phone"]
        assert SigningSheet.objects.using("owner").get(pk=sheet.pk).scan.name == "feuille.pdf"

    def test_another_scan_takes_the_place_of_the_first_which_goes(self, who, sheet):
        one, other = signing.enrolments(sheet)
        for name, row in (("premier.pdf", one), ("second.pdf", other)):
            document = examining.examine(SimpleUploadedFile(name, papers.pdf()))
            run(who, HalfDaySheet.note_paper, sheet.pk, people=[row.pk], document=document)
        assert list(Upload.objects.using("owner").values_list("name", flat=True)) == ["second.pdf"]

    def test_nobody_who_is_not_expected(self, people, who, sheet):
        [other] = attendance.enrolments(signing.group(people, who, 1))
        with pytest.raises(Refused) as refused:
            run(who, HalfDaySheet.note_paper, sheet.pk, people=[other.pk])
        assert "pas attendue" in _says(refused)
        assert not Signature.objects.using("owner").exists()


class TestTheCountersignature:
    def test_whoever_signed_is_complete_in_the_month_the_others_stay_to_be_completed(self, people, who):
        sheet = signing.countersigned(people, who)
        one, other = signing.enrolments(sheet)
        assert (_letter(who, sheet, one), _letter(who, sheet, other)) == (rules.PRESENT, rules.UNSAID)
        assert sheet.trainer == who.actor.name
        assert len(sheet.sha256) == 64

    def test_what_the_month_says_already_stays(self, people, who):
        sheet = signing.signed(people, who)
        [one, _] = signing.enrolments(sheet)
        attendance.write(who, sheet.session, {(one.pk, sheet.rank): "R"}, month=sheet.day.replace(day=1))
        run(who, HalfDaySheet.countersign, sheet.pk, declared=True)
        assert _letter(who, sheet, one) == "R"

    def test_asks_for_a_signature_and_the_sentence(self, who, sheet):
        with pytest.raises(Refused) as refused:
            run(who, HalfDaySheet.countersign, sheet.pk, declared=False)
        assert len(refused.value.reasons) == 2

    def test_ends_the_signing(self, people, who):
        sheet = signing.countersigned(people, who)
        other = signing.enrolments(sheet)[1]
        with pytest.raises(Refused) as refused:
            signing.on_screen(who, sheet, other)
        assert "contresignée" in _says(refused)
        with pytest.raises(Refused):
            signing.by_phone(sheet, other)

    def test_a_sheet_that_someone_signed_is_not_withdrawn(self, people, who):
        with pytest.raises(Refused) as refused:
            run(who, HalfDaySheet.cancel, signing.signed(people, who).pk, reason="Non.")
        assert "ne se retire plus" in _says(refused)


class TestAtTheSameTime:
    """On real connections: whoever countersigns waits for whoever signs, and the other way round."""

    def test_a_signature_under_way_is_in_what_is_countersigned(self, people, who):
        sheet = signing.signed(people, who)
        other = signing.enrolments(sheet)[1]
        me, row, code = signing.oneself(other), signing.new_signature(sheet, other), signing.code(sheet)
        second = Second(who.actor, lambda: engine.run(HalfDaySheet.countersign, sheet.pk, who.actor, declared=True))
        at_once(me, lambda: engine.run(Signing.sign, row, me, code=code), second)
        with scope(who.actor):
            paper = printing.paper(again(sheet), "Greta", LETTERHEAD)
        assert (paper.matches, len(paper.lines)) == (True, 2)

    def test_nobody_signs_what_is_being_countersigned(self, people, who):
        sheet = signing.signed(people, who)
        other = signing.enrolments(sheet)[1]
        me, row, code = signing.oneself(other), signing.new_signature(sheet, other), signing.code(sheet)
        second = Second(me, lambda: engine.run(Signing.sign, row, me, code=code))
        at_once(who.actor, lambda: engine.run(HalfDaySheet.countersign, sheet.pk, who.actor, declared=True), second)
        assert "pas ouverte" in str(second.refused)

    def test_what_is_being_withdrawn_is_not_in_what_is_countersigned(self, people, who):
        sheet = signing.opened(people, who)
        one, other = signing.enrolments(sheet)
        signing.by_phone(sheet, one)
        row = signing.on_screen(who, sheet, other)
        second = Second(who.actor, lambda: engine.run(HalfDaySheet.countersign, sheet.pk, who.actor, declared=True))
        at_once(who.actor, lambda: engine.run(Signing.withdraw, row.pk, who.actor, reason="Erreur."), second)
        with scope(who.actor):
            paper = printing.paper(again(sheet), "Greta", LETTERHEAD)
        assert (paper.matches, len(paper.lines)) == (True, 1)


class TestThePaper:
    def test_says_who_signed_who_did_not_and_that_nothing_changed(self, people, who):
        sheet = signing.countersigned(people, who)
        with scope(who.actor):
            paper = printing.paper(again(sheet), "Greta", LETTERHEAD)
        assert paper.matches
        assert len(paper.lines) == len(paper.unsigned) == 1

    def test_on_paper_nobody_signed_at_an_hour(self, who, sheet):
        one, other = signing.enrolments(sheet)
        run(who, HalfDaySheet.note_paper, sheet.pk, people=[one.pk])
        signing.on_screen(who, sheet, other)
        run(who, HalfDaySheet.countersign, sheet.pk, declared=True)
        with scope(who.actor):
            lines = printing.paper(again(sheet), "Greta", LETTERHEAD).lines
            assert printing.signed(again(sheet), "Greta", LETTERHEAD).startswith(b"%PDF")
        assert {line.way: line.at is None for line in lines} == {"sur papier": True, "à l’écran du formateur": False}

    def test_tells_a_signature_changed_behind_its_back(self, people, who):
        sheet = signing.countersigned(people, who)
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE signature DISABLE TRIGGER USER")
            cursor.execute("UPDATE signature SET late = true")
            cursor.execute("ALTER TABLE signature ENABLE TRIGGER USER")
        with scope(who.actor):
            assert not printing.paper(again(sheet), "Greta", LETTERHEAD).matches

    def test_both_are_made(self, people, who):
        sheet = signing.countersigned(people, who)
        with scope(who.actor):
            row = again(sheet)
            for made in (printing.blank, printing.signed):
                assert made(row, "Greta", LETTERHEAD).startswith(b"%PDF")


def again(sheet) -> SigningSheet:
    return SigningSheet.objects.select_related("scan", "session__delivery__course").get(pk=sheet.pk)
