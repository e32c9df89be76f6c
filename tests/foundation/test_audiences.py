"""Whom a permission may be given to is known without a subject; the rest is never asked."""

from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import permissions
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.permissions import Predicate, only

AUDIENCES = st.sampled_from(Audience)
LEAVES = st.one_of(
    AUDIENCES.map(lambda audience: only(audience, audience)),
    st.booleans().map(lambda yes: Predicate("x", lambda actor, subject: yes)),
)
RULES = st.recursive(
    LEAVES,
    lambda rules: st.tuples(rules, rules, st.booleans()).map(
        lambda two: two[0] & two[1] if two[2] else two[0] | two[1]
    ),
    max_leaves=8,
)


@given(RULES, AUDIENCES)
def test_who_is_outside_is_never_answered_yes(rule, audience):
    assert audience in rule.audiences or not rule(Actor(audience), None)


@given(AUDIENCES, AUDIENCES)
def test_both_and_either(one, other):
    assert (only(one, "x") & only(other, "y")).audiences == {one} & {other}
    assert (only(one, "x") | only(other, "y")).audiences == {one, other}


def test_a_name_that_nobody_declared_is_for_nobody():
    assert permissions.audiences_of("nothing.at_all") == frozenset()


def test_what_names_one_audience_says_so():
    """Rules of the operator, of an organisation and of an agency are not asked of others."""
    told = {name: permissions.audiences_of(name) for name in permissions.the_map()}
    assert told["memberships.instruct"] == {Audience.OPERATOR}
    assert told["jobseekers.follow"] == {Audience.AGENCY}
    assert told["jobseekers.own"] == {Audience.JOBSEEKER}
    assert told["people.look_up"] == {Audience.PROVIDER}
