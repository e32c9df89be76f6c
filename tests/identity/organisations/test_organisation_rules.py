import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn

from kairos.identity.organisations.rules import (
    REGIONS,
    Invalid,
    format_nda,
    format_phone,
    format_siren,
    format_siret,
    is_shared_mailbox,
    parse_nda,
    parse_phone,
    parse_postcode,
    parse_siret,
    region_of,
    siren_of,
    timezone_of,
)


@st.composite
def sirets(draw):
    start = f"{draw(st.integers(0, 99_999_999)):08}"
    siren = start + luhn.calc_check_digit(start)
    assume(siren != "356000000")
    siret = siren + f"{draw(st.integers(1, 9999)):04}"
    return siret + luhn.calc_check_digit(siret)


SEPARATORS = st.sampled_from(["", " ", "\u00a0", "\u202f", ".", "-", "  ", "\t", "\u200b"])


class TestSiret:
    @given(sirets(), SEPARATORS)
    def test_accepted_however_it_is_grouped(self, siret, separator):
        assert parse_siret(separator.join((siret[:3], siret[3:6], siret[6:9], siret[9:]))) == siret
        assert parse_siret(format_siret(siret)) == siret
        assert siren_of(siret) == siret[:9]

    @given(sirets(), st.integers(0, 13), st.integers(1, 9))
    def test_one_wrong_figure_is_seen_and_placed(self, siret, at, shift):
        wrong = siret[:at] + str((int(siret[at]) + shift) % 10) + siret[at + 1 :]
        with pytest.raises(Invalid) as refusal:
            parse_siret(wrong)
        assert ("9 premiers" if at < 9 else "5 derniers") in refusal.value.message

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ("9998421170001", "Le SIRET compte 14 chiffres. Vous en avez écrit 13."),
            ("999 842 117", "Vous en avez écrit 9\u00a0: c’est sans doute le SIREN"),
            ("11 93 07842 15", "Vous en avez écrit 11\u00a0: c’est sans doute le numéro de déclaration"),
            ("999842117OOO14", "Corrigez «\u00a0O\u00a0»."),
            ("٩٩٩٨٤٢١١٧٠٠٠١٤", "Corrigez «\u00a0٩\u00a0»."),
            (" \u00a0", "Le SIRET manque. Il compte 14 chiffres."),
        ],
    )
    def test_refused_with_what_is_wrong(self, typed, message):
        with pytest.raises(Invalid) as refusal:
            parse_siret(typed)
        assert message in refusal.value.message

    @pytest.mark.parametrize("siret", ["35600000000048", "35600000049837"])
    def test_la_poste_adds_its_figures(self, siret):
        assert parse_siret(siret) == siret

    def test_la_poste_with_a_wrong_figure(self):
        with pytest.raises(Invalid, match="5 derniers"):
            parse_siret("35600000049838")

    @given(st.text())
    def test_any_text_is_read_or_refused(self, text):
        try:
            assert len(parse_siret(text)) == 14
        except Invalid as refusal:
            assert refusal.message  # noqa: PT017


class TestActivityNumber:
    @given(st.integers(0, 10**11 - 1).map("{:011}".format), SEPARATORS)
    def test_accepted_however_it_is_grouped(self, nda, separator):
        assert parse_nda(separator.join((nda[:2], nda[2:4], nda[4:9], nda[9:]))) == nda
        assert parse_nda(format_nda(nda)) == nda

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ("1193078421", "compte 11 chiffres. Vous en avez écrit 10."),
            ("999 842 117 00014", "c’est sans doute le SIRET"),
            ("", "manque"),
        ],
    )
    def test_refused_with_what_is_wrong(self, typed, message):
        with pytest.raises(Invalid, match=message):
            parse_nda(typed)


class TestPhone:
    @pytest.mark.parametrize(
        ("typed", "stored", "shown"),
        [
            ("01 99 00 45 10", "+33199004510", "01 99 00 45 10"),
            ("01.99.00.45.10", "+33199004510", "01 99 00 45 10"),
            ("+33 (0)1 99 00 45 10", "+33199004510", "01 99 00 45 10"),
            ("0033 1 99 00 45 10", "+33199004510", "01 99 00 45 10"),
            ("0590 12 34 56", "+590590123456", "05 90 12 34 56"),
            ("0692 12 34 56", "+262692123456", "06 92 12 34 56"),
            ("+33 692 12 34 56", "+262692123456", "06 92 12 34 56"),
            ("+596 696 12 34 56", "+596696123456", "06 96 12 34 56"),
            ("0639 12 34 56", "+262639123456", "06 39 12 34 56"),
            ("+32 2 555 12 34", "+3225551234", "+3225551234"),
            ("+687 12 34 56", "+687123456", "+687123456"),
        ],
    )
    def test_read(self, typed, stored, shown):
        assert parse_phone(typed) == stored
        assert format_phone(stored).replace("\u00a0", " ") == shown

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ("01 99 00 45", "compte 10 chiffres et commence par 0. Vous en avez écrit 8."),
            ("199004510", "commence par 0"),
            ("0000000000", "sans le 0|7 à 15"),
            ("+33 01 99 00 45 10", "sans le 0"),
            ("3949", "10 chiffres"),
            ("appelez-moi", "que des chiffres"),
            ("+1", "7 à 15 chiffres"),
            ("", "manque"),
        ],
    )
    def test_refused(self, typed, message):
        with pytest.raises(Invalid, match=message):
            parse_phone(typed)

    @given(st.from_regex("0[1-9][0-9]{8}", fullmatch=True))
    def test_every_french_number_comes_back(self, number):
        stored = parse_phone(number)
        assert parse_phone(stored) == stored
        assert format_phone(stored).replace("\u00a0", "") == number


class TestPlaces:
    @pytest.mark.parametrize(
        ("code", "region"),
        [
            ("93500", "Île-de-France"),
            ("01000", "Auvergne-Rhône-Alpes"),
            ("20090", "Corse"),
            ("2A004", "Corse"),
            ("2b033", "Corse"),
            ("67000", "Grand Est"),
            ("97122", "Guadeloupe"),
            ("97150", "Saint-Martin"),
            ("97411", "La Réunion"),
            ("98800", "Nouvelle-Calédonie"),
        ],
    )
    def test_region_of(self, code, region):
        assert region_of(code).name == region

    def test_every_departement_has_one_region(self):
        departements = [f"{n:02}" for n in range(1, 96)]
        assert {region_of(d).code for d in departements} == {r.code for r in REGIONS[:13]}
        assert len({r.name for r in REGIONS}) == len(REGIONS) == 25

    @pytest.mark.parametrize("typed", ["9350", "00123", "96000", "99123", "ABCDE", "", "935000", "２２０００"])
    def test_postcodes_that_do_not_exist(self, typed):
        with pytest.raises(Invalid):
            parse_postcode(typed)

    def test_postcode_with_a_space(self):
        assert parse_postcode(" 93 500 ") == "93500"

    @pytest.mark.parametrize(("postcode", "zone"), [("97400", "Indian/Reunion"), ("31000", "Europe/Paris")])
    def test_timezone_of(self, postcode, zone):
        assert timezone_of(postcode) == zone


def test_a_siren_is_written_in_threes():
    assert format_siren("999842115") == "999\u00a0842\u00a0115"


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("contact@ateliers.example", True),
        ("info-lyon@ateliers.example", True),
        ("secretariat.pantin@ateliers.example", True),
        ("CONTACT@ateliers.example", True),
        ("formations@ateliers.example", True),
        ("i.marchetti@ateliers.example", False),
        ("contactin@ateliers.example", False),
        ("solene.contact@ateliers.example", False),
        ("inès@ateliers.example", False),
    ],
)
def test_a_desk_is_not_a_person(address, shared):
    assert is_shared_mailbox(address) is shared
