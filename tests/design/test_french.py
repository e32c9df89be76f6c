from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.design import french

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 10, 2)


def spaced(text):
    """The text with ordinary spaces, so that expectations can be read."""
    return text.replace(french.NBSP, " ").replace(french.THIN, " ")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(date(2026, 9, 28), "28 septembre 2026"), (date(2026, 10, 1), "1er octobre 2026")],
)
def test_a_day_is_written_in_full(value, expected):
    assert spaced(french.day(value)) == expected


def test_a_day_never_breaks_between_its_parts():
    assert " " not in french.day(TODAY)


@pytest.mark.parametrize("text", ["Depuis le 26 nov.", "Vraiment ?", "Venez !", "Et puis…"])
def test_a_sentence_has_one_full_stop(text):
    assert (french.ended(text), french.ended("Depuis lundi")) == (text, "Depuis lundi.")


def test_week_day():
    assert spaced(french.week_day(TODAY)) == "vendredi 2 octobre 2026"


def test_a_short_day_says_its_year_only_when_it_is_another():
    assert spaced(french.short_day(date(2026, 9, 28), TODAY)) == "28 sept."
    assert spaced(french.short_day(date(2027, 1, 1), TODAY)) == "1er janv. 2027"
    assert spaced(french.short_day(date(2027, 1, 1))) == "1er janv."


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-2, "avant-hier"),
        (-1, "hier"),
        (0, "aujourd’hui"),
        (1, "demain"),
        (2, "après-demain"),
        (3, "lundi 5 octobre"),
        (-6, "samedi 26 septembre"),
        (7, "9 oct."),
        (-365, "2 oct. 2025"),
    ],
)
def test_relative_day(days, expected):
    assert spaced(french.relative_day(TODAY + timedelta(days=days), TODAY)) == expected


@pytest.mark.parametrize(("value", "expected"), [(time(9, 12), "9 h 12"), (time(18), "18 h"), (time(0, 5), "0 h 05")])
def test_hour(value, expected):
    assert spaced(french.hour(value)) == expected


def test_an_instant_is_told_at_the_place():
    instant = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert spaced(french.moment(instant, PARIS)) == "1er janvier 2027 à 0 h 30"
    assert spaced(french.moment(instant, ZoneInfo("America/Martinique"))) == "31 décembre 2026 à 19 h 30"
    assert spaced(french.short_moment(instant, PARIS, TODAY)) == "1er janv. 2027, 0 h 30"
    assert spaced(french.relative_moment(datetime(2026, 10, 2, 7, 38, tzinfo=UTC), PARIS, TODAY)) == (
        "aujourd’hui à 9 h 38"
    )


def test_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        french.moment(datetime(2026, 1, 1), PARIS)


@pytest.mark.parametrize(
    ("days", "working", "expected"),
    [
        (2, False, "2 jours"),
        (1, False, "1 jour"),
        (0, True, "Aujourd’hui"),
        (-1, False, "1 jour de retard"),
        (-3, True, "3 jours ouvrés de retard"),
    ],
)
def test_countdown(days, working, expected):
    assert spaced(french.countdown(days, working=working)) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (1204, 0, "1 204"),
        (94.64, 1, "94,6"),
        (-12345.5, 2, "−12 345,50"),
        (-0.04, 1, "0,0"),
    ],
)
def test_number(value, decimals, expected):
    assert spaced(french.number(value, decimals)) == expected


@given(st.integers(-(10**12), 10**12))
def test_euros_say_every_cent(cents):
    text = french.euros(cents)
    digits = text.removesuffix(f"{french.NBSP}€").replace(french.THIN, "").replace(",", "").replace("−", "-")
    assert int(digits) == cents
    assert text[-5] == ","


def test_euros_thousands():
    assert spaced(french.euros(239400)) == "2 394,00 €"
    assert spaced(french.euros(-5)) == "−0,05 €"


@pytest.mark.parametrize(("count", "expected"), [(0, "0"), (99, "99"), (100, "99+")])
def test_capped(count, expected):
    assert french.capped(count) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "0 jour"), (1, "1 jour"), (-1, "−1 jour"), (2, "2 jours"), (1000, "1 000 jours")],
)
def test_plural_begins_at_two(count, expected):
    assert spaced(french.plural(count, "jour")) == expected


def test_plural_of_an_irregular_word():
    assert spaced(french.plural(2, "jour ouvré", "jours ouvrés")) == "2 jours ouvrés"


@pytest.mark.parametrize(
    ("size", "expected"), [(1, "1 ko"), (212_400, "212 ko"), (999_999, "1000 ko"), (3_400_000, "3,4 Mo")]
)
def test_weight(size, expected):
    assert spaced(french.weight(size)) == expected


@pytest.mark.parametrize(
    ("group", "value", "expected"),
    [
        (french.siren, "999842117", "999 842 117"),
        (french.siret, "99984211700014", "999 842 117 00014"),
        (french.siret, "999 842 117 00014", "999 842 117 00014"),
        (french.nda, "11930784215", "11 93 07842 15"),
        (french.phone, "0199004510", "01 99 00 45 10"),
        (french.phone, "01.99.00.45.10", "01 99 00 45 10"),
        (french.phone, "+33199004510", "01 99 00 45 10"),
        (french.phone, "+262262004510", "02 62 00 45 10"),
        (french.phone, "+441632960961", "+441632960961"),
    ],
)
def test_identifiers_are_grouped_as_they_are_dictated(group, value, expected):
    assert spaced(group(value)) == expected
    assert " " not in group(value)


@given(st.text())
def test_what_is_not_a_siret_is_left_as_it_is(text):
    grouped = french.siret(text)
    assert grouped == text or spaced(grouped).replace(" ", "").isdigit()


def test_foreign_digits_are_no_siret():
    assert french.siret("٩" * 14) == "٩" * 14


def test_sentences_take_their_french_spaces():
    assert french.typographic("L'adresse : « vide » ; sûr ?") == (
        "L’adresse\u00a0: «\u00a0vide\u00a0»\u00a0; sûr\u00a0?"
    )


@pytest.mark.parametrize("text", ["https://kairos.example 12:30", "{% if a != b %}", "url ~ ' ?after='"])
def test_an_address_or_an_operator_is_no_french_mark(text):
    assert french.bound_spaces(text) == text


@given(st.text())
def test_typography_is_settled_at_once(text):
    once = french.typographic(text)
    assert french.typographic(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ce champ manque.", "ce champ manque."),
        ("SIRET inconnu.", "SIRET inconnu."),
        ("À voir", "à voir"),
        ("", ""),
    ],
)
def test_after_a_colon_only_acronyms_keep_their_capital(text, expected):
    assert french.after_colon(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Inès Marchetti", "IM"), ("Rui Da Costa", "RC"), ("élodie", "É"), ("", ""), ("- 7", "")],
)
def test_initials(name, expected):
    assert french.initials(name) == expected
