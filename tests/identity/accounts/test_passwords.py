import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.identity.accounts.passwords import normalise, problems

SOLENE = [
    "Solène",
    "Le Goff",
    "s.legoff@ateliers-canal.example",
    "999 842 117 00014",
    "Les Ateliers du Canal",
]


@pytest.mark.parametrize(
    "password",
    [
        "cheval agrafe pile correcte",
        "Tw7!kq#vZ9pL",
        "vélo-lune-forge-19",
        "ateliers du canal, mais aussi un vieux tracteur bleu",
        "été" * 3 + "vent d'autan qui décoiffe",
        "漢字かな交じり文の合言葉です",
        "x7" * 20 + " puis la suite du poème",
        "a" * 3 + "  espaces  permis  ",
        "mot" + "é" * 200 + "long mais admis par la règle",
    ],
)
def test_accepted(password):
    assert problems(password, SOLENE) == []


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "Il manque 12 caractères"),
        ("court", "Il manque 7 caractères"),
        ("onze caract", "Il manque 1 caractère\u00a0:"),
        ("passwordpassword", "premiers qu’un pirate essaie|répète"),
        ("Password2026!", "premiers qu’un pirate essaie"),
        ("Motdepasse123", "premiers qu’un pirate essaie"),
        ("aaaaaaaaaaaaaaaa", "répète"),
        ("lune42lune42lune42", "répète"),
        ("abababcdcdab", "répète"),
        ("azertyuiop123456", "ordre du clavier"),
        ("9876543210987654", "ordre du clavier"),
        ("qwertyuiop!!", "ordre du clavier"),
        ("SoleneLegoff35", "«\u00a0solene\u00a0»|«\u00a0legoff\u00a0»"),
        ("ateliers-canal", "«\u00a0ateliers\u00a0»|«\u00a0atelierscanal"),
        ("99984211700014", "«\u00a099984211700014\u00a0»"),
        ("999842117-of", "«\u00a0999842117\u00a0»"),
        ("LesAteliersDuCanal!", "«\u00a0lesateliersducanal\u00a0»"),
        ("Kairos-2026!!", "«\u00a0kairos\u00a0»"),
        ("GidPartenaires35", "«\u00a0gidpartenaires\u00a0»"),
        ("portail kairos", "«\u00a0portail\u00a0»"),
        ("x" * 257, "257 caractères. Le maximum est 256"),
    ],
)
def test_refused_with_the_remedy(password, reason):
    found = problems(password, SOLENE)
    assert found
    assert any(re.search(reason, sentence) for sentence in found)


def test_every_reason_is_said_at_once():
    assert len(problems("azerty", SOLENE)) > 1


def test_nothing_known_of_the_person():
    assert problems("SoleneLegoff35", []) == []


@given(st.text(max_size=300), st.lists(st.text(max_size=30), max_size=4))
def test_any_text_is_judged(password, words):
    for sentence in problems(password, words):
        assert sentence.endswith(".")


@given(st.text(max_size=11))
def test_short_is_always_refused_once_normalised(password):
    if len(normalise(password)) < 12:
        assert problems(password, [])


@given(st.text(min_size=1, max_size=60))
def test_two_keyboards_give_one_password(password):
    composed, decomposed = (unicodedata.normalize(form, password) for form in ("NFC", "NFD"))
    assert normalise(composed) == normalise(decomposed)
    assert problems(composed, []) == problems(decomposed, [])


UNRELATED = st.sampled_from(["forge", "lune", "tracteur", "velours", "brume", "cartable", "sablier"])


@given(st.lists(UNRELATED, min_size=4, unique=True))
def test_four_unrelated_words_are_enough(words):
    assert problems(" ".join(words), SOLENE) == []


def test_they_are_hashed_as_owasp_advises():
    """Argon2id, 19 MiB and two passes or more; the tests themselves hash faster."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from kairos.config import settings

    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    parameters = Argon2PasswordHasher().params()
    assert parameters.type.name == "ID"
    assert parameters.memory_cost >= 19_456
    assert parameters.time_cost >= 2
