"""Totals, due dates, motives: pure functions of plain values."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.path.attendance import rules
from kairos.path.attendance.rules import HALF_DAYS, Kind, Mark, Motive

MINUTES = st.sampled_from([0, 0, 180, 210, 240])
PLANS = st.lists(MINUTES, min_size=HALF_DAYS, max_size=HALF_DAYS)
MARKS = st.builds(Mark, st.sampled_from(Kind), st.booleans(), st.none() | st.integers(1, 400))
SAID = st.dictionaries(st.integers(0, HALF_DAYS - 1), MARKS)
BITS = st.integers(0, 2**HALF_DAYS - 1)
KNOWN = {"Maladie": Motive("Maladie", True, True), "Retard du train": Motive("Retard du train", True, False),
         "Sans nouvelles": Motive("Sans nouvelles", False, False)}  # fmt: skip


@given(PLANS, SAID, BITS)
def test_totals_are_those_of_each_half_day_added_up(plan, marks, complete):
    """Recomputed half-day by half-day, naively."""
    found = rules.totals(plan, marks, complete)
    held = {at: m for at, m in enumerate(plan) if m and not (at in marks and marks[at].kind == Kind.CLOSED)}
    missed = {at: m if marks[at].kind == Kind.ABSENCE else min(marks[at].minutes or 0, m)
              for at, m in held.items() if at in marks}  # fmt: skip
    assert found.planned == sum(held.values())
    assert found.justified == sum(m for at, m in missed.items() if marks[at].justified)
    assert found.unjustified == sum(m for at, m in missed.items() if not marks[at].justified)
    assert found.left == sum(m for at, m in held.items() if at not in marks and not complete >> at & 1)
    assert found.planned == found.present + found.justified + found.unjustified + found.left
    assert min(found.present, found.justified, found.unjustified, found.left) >= 0


@given(PLANS, SAID, BITS)
def test_letters_say_each_half_day(plan, marks, complete):
    for rank in range(HALF_DAYS):
        letter = rules.letter_at(rank, marks, complete)
        assert (letter in rules.MEANING) == (rank in marks)
        if rank not in marks:
            assert (letter == rules.PRESENT) == bool(complete >> rank & 1)
    said = "".join(rules.letter_at(rank, marks, complete) for rank in range(HALF_DAYS))
    assert rules.letters(complete, marks.items()) == said
    assert rules.totals_once(tuple(plan), tuple(marks.items()), complete) == rules.totals(plan, marks, complete)


@given(BITS)
def test_bits_are_the_half_days_they_say(bits):
    assert rules.bits_of(rules.ranks(bits)) == bits


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 1))
def test_a_half_day_has_its_rank(day, half):
    month = day.replace(day=1)
    rank = rules.rank_of(day, half)
    assert 0 <= rank < HALF_DAYS
    assert (rules.day_of(month, rank), rules.half_of(rank)) == (day, half)


@pytest.mark.parametrize(
    ("left", "due"),
    [(None, date(2026, 10, 5)), (date(2026, 9, 12), date(2026, 9, 17)), (date(2026, 11, 3), date(2026, 10, 5))],
)
def test_a_month_is_due_some_days_after_its_end_or_the_exit(left, due):
    assert rules.due_on(date(2026, 9, 1), left, 5) == due


def test_motives_are_read_from_their_lines():
    found = rules.motives(("Maladie, certificat : justifiée, avec justificatif", "Entretien : justifiée",
                           "Non recevable : non justifiée", "Autre"))  # fmt: skip
    assert [(one.label, one.justifies, one.proof) for one in found.values()] == [
        ("Maladie, certificat", True, True),
        ("Entretien", True, False),
        ("Non recevable", False, False),
        ("Autre", True, False),
    ]


@pytest.mark.parametrize(
    ("mark", "minutes", "said"),
    [
        (Mark(Kind.ABSENCE, True, None, "Maladie", True), 210, ()),
        (Mark(Kind.ABSENCE, True, None, "Maladie"), 210, ("joignez le justificatif",)),
        (Mark(Kind.ABSENCE, True), 210, ("choisissez le motif",)),
        (Mark(Kind.ABSENCE), 210, ()),
        (Mark(Kind.ABSENCE, False, None, "Maladie"), 210, ("justifie l’absence",)),
        (Mark(Kind.ABSENCE, True, None, "Sans nouvelles"), 210, ("ne justifie pas",)),
        (Mark(Kind.ABSENCE, True, None, "Grasse matinée"), 210, ("n’est plus",)),
        (Mark(Kind.LATE), 210, ("combien de minutes",)),
        (Mark(Kind.LATE, False, 211), 210, ("210 minutes",)),
        (Mark(Kind.EARLY, False, 0), 210, ("210 minutes",)),
        (Mark(Kind.EARLY, True, 30, "Retard du train"), 210, ()),
        (Mark(Kind.CLOSED), 210, ()),
        (Mark(Kind.ABSENCE), 0, ("hors des heures prévues",)),
    ],
)
def test_what_a_mark_lacks_is_said(mark, minutes, said):
    found = list(rules.unfinished(mark, minutes, KNOWN))
    assert len(found) == len(said)
    assert all(word in message for word, message in zip(said, found, strict=True))
