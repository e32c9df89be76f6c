"""A security key opens for its owner, on this site, for this challenge, once."""

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.identity.accounts import signing_in
from kairos.identity.accounts.factors import keys
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import SecurityKey
from tests.support.authenticator import SoftwareKey


def register(someone, key, label="clé du bureau"):
    options, challenge = _options(keys.options_to_add, signing_in.person_of(someone.user.pk))
    found = keys.read_new(key.register(options), challenge)
    engine.run(Account.add_key, someone.user.pk, someone.actor, key=found, label=label)


def prove(someone, key, challenge=None):
    options, sent = _options(keys.options_to_prove, someone.user.pk)
    return keys.accept(someone.user.pk, key.prove(options), challenge or sent)


def _options(make, who):
    text, challenge = make(who)
    return json.loads(text), challenge


@pytest.fixture
def owner(people):
    with scope(people.manager.actor):
        yield people.manager


@pytest.fixture
def key(owner):
    made = SoftwareKey()
    register(owner, made)
    return made


def test_a_registered_key_proves_its_owner(owner, key):
    assert prove(owner, key)
    assert prove(owner, key)
    row = SecurityKey.objects.get()
    assert row.sign_count == 2
    assert row.used_at


def test_an_answer_serves_one_challenge(owner, key):
    _, other = keys.options_to_prove(owner.user.pk)
    assert not prove(owner, key, challenge=other)


def test_another_site_gets_nothing(owner, key):
    phishing = dataclasses.replace(key, origin="http://kairos.example")
    assert not prove(owner, phishing)
    elsewhere = dataclasses.replace(key, site="kairos.example")
    assert not prove(owner, elsewhere)


def test_another_key_with_the_same_name_is_refused(owner, key):
    assert not prove(owner, SoftwareKey(identifier=key.identifier))
    assert not prove(owner, SoftwareKey())


def test_a_copied_key_is_seen_by_its_counter(owner, key):
    copy = dataclasses.replace(key)
    assert prove(owner, key)
    assert not prove(owner, copy)


def test_a_key_without_a_counter_serves_again(owner):
    plain = SoftwareKey(counter=None)
    register(owner, plain)
    assert prove(owner, plain)
    assert prove(owner, plain)


def test_a_key_opens_its_owners_account_alone(people, owner, key):
    options, challenge = _options(keys.options_to_prove, owner.user.pk)
    assert key.allowed_by(options)
    assert not keys.accept(people.owner_a.user.pk, key.prove(options), challenge)


def test_a_key_is_registered_once(owner, key):
    options, challenge = _options(keys.options_to_add, signing_in.person_of(owner.user.pk))
    assert options["excludeCredentials"]
    found = keys.read_new(key.register(options), challenge)
    with pytest.raises(Refused, match="déjà enregistrée"):
        engine.run(Account.add_key, owner.user.pk, owner.actor, key=found, label="la même")


def test_a_registration_answers_its_own_challenge(owner):
    options, _ = _options(keys.options_to_add, signing_in.person_of(owner.user.pk))
    assert keys.read_new(SoftwareKey().register(options), "bm9wZQ") is None
    assert keys.read_new(SoftwareKey(origin="http://kairos.example").register(options), options["challenge"]) is None


jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
shaped = st.fixed_dictionaries(
    {"id": jsons, "rawId": jsons, "type": st.just("public-key") | jsons, "response": jsons}
).map(json.dumps)


@given(answer=st.text(max_size=60) | jsons.map(json.dumps) | shaped)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_a_browser_sends_is_refused_without_breaking(owner, key, answer):
    assert keys.read_new(answer, "bm9wZQ") is None
    assert not keys.accept(owner.user.pk, answer, "bm9wZQ")


@given(
    name=st.sampled_from(["attestationObject", "clientDataJSON", "authenticatorData", "signature"]),
    cut=st.integers(0, 80),
    noise=st.binary(max_size=4),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_answer_is_refused_without_breaking(owner, key, name, cut, noise):
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

    def damage(answer):
        parts = json.loads(answer)
        if name in parts["response"]:
            whole = base64url_to_bytes(parts["response"][name])
            parts["response"][name] = bytes_to_base64url(whole[:cut] + noise + whole[cut + 3 :])
        return json.dumps(parts)

    options, challenge = _options(keys.options_to_add, signing_in.person_of(owner.user.pk))
    keys.read_new(damage(SoftwareKey().register(options)), challenge)
    options, challenge = _options(keys.options_to_prove, owner.user.pk)
    keys.accept(owner.user.pk, damage(key.prove(options)), challenge)
