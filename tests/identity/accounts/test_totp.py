"""No code passes twice: not later, not beside, not in twenty processes at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kairos.foundation import clock, crypto
from kairos.foundation.actor import system
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.accounts.factors import recovery, totp
from kairos.identity.accounts.models import TotpFactor
from tests.support.factors import paper_of, telephone_of


def accepted(user, code):
    with scope(system("tests")):
        return totp.accept(user, code)


@pytest.fixture
def person(people):
    return people.manager.user.pk


def test_a_code_is_accepted_once(person):
    code = telephone_of(person).code()
    assert accepted(person, code)
    assert not accepted(person, code)


def test_an_earlier_code_dies_with_a_later_one(person):
    phone = telephone_of(person)
    before = phone.code(-1)
    assert accepted(person, phone.code())
    assert not accepted(person, before)


@pytest.mark.parametrize(("step", "passes"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_of_drift_either_way(person, step, passes):
    with clock.fixed(clock.outside()):
        assert accepted(person, telephone_of(person).code(step)) is passes


def test_spaces_and_wide_figures_are_read(person):
    with clock.fixed(clock.outside()):
        code = telephone_of(person).code()
        wide = "".join(chr(ord("０") + int(figure)) for figure in code)
        assert accepted(person, f" {wide[:3]} {wide[3:]} ")


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "000000\n000000"])
def test_what_is_no_code_is_refused(person, typed):
    telephone_of(person)
    assert not accepted(person, typed)


def test_another_persons_code_opens_nothing(people, person):
    telephone_of(person)
    with clock.fixed(clock.outside()):
        other = telephone_of(people.owner_a.user.pk)
        assert not accepted(person, other.code())


def test_a_moved_demonstration_clock_leaves_the_telephone_right(person):
    from datetime import timedelta

    phone = telephone_of(person)
    with scope(system("tests")):
        clock.set_offset(timedelta(days=4))
        try:
            assert totp.accept(person, phone.code())
        finally:
            clock.set_offset(timedelta())


def test_of_twenty_processes_one_is_let_through(person):
    """Twenty real connections, the same code, at the same moment."""
    code = telephone_of(person).code()
    together = Barrier(20)

    def attempt(_):
        try:
            with scope(system("tests")):
                together.wait(timeout=120)
                return totp.accept(person, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(attempt, range(20))) == 1


def test_the_secret_is_sealed_at_rest(person):
    phone = telephone_of(person)
    with scope(system("tests")):
        factor = TotpFactor.objects.get(user=person)
    assert totp.secret_of(factor).encode() not in bytes(factor.sealed_secret)
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(factor.sealed_secret, "another purpose")
    assert phone.code()


def test_a_recovery_code_opens_once_and_only_its_owner(people, person):
    codes = paper_of(person)
    assert len(set(codes)) == recovery.COUNT
    with scope(system("tests")):
        assert not recovery.accept(people.owner_a.user.pk, codes[0])
        assert recovery.accept(person, codes[0].upper().replace("-", " "))
        assert not recovery.accept(person, codes[0])
        assert recovery.remaining(person) == 9


def test_twenty_hands_with_one_recovery_code(person):
    code = paper_of(person)[0]
    together = Barrier(20)

    def attempt(_):
        try:
            with scope(system("tests")):
                together.wait(timeout=120)
                return recovery.accept(person, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(attempt, range(20))) == 1


def test_recovery_codes_are_hashed_apart_for_each_person():
    one, two = new_id(), new_id()
    assert recovery._hash(one, "k7qf29xm4h") != recovery._hash(two, "k7qf29xm4h")


def test_recovery_codes_have_fifty_bits():
    codes = recovery.make()
    assert len(set(codes)) == 10
    assert len(set(recovery.ALPHABET.lower())) >= 32
    assert all(len(code.replace("-", "")) >= 10 for code in codes)
