"""What is typed in a field that no form reads."""

import pytest
from django.test import RequestFactory

from kairos.foundation.actor import visitor
from kairos.foundation.guards import Refused
from kairos.spaces.forms import NIR, parse_day, typed_line


def sent(text):
    request = RequestFactory().post("/", {"reason": text})
    request.actor, request.resolver_match = visitor(), None
    return request


@pytest.mark.parametrize(
    ("text", "kept"),
    [(" Un empêchement. ", "Un empêchement."), ("a\x00b", "ab"), ("é" * 400, "é" * 300), ("0612345678", "0612345678")],
)
def test_a_line_is_trimmed_and_cut(text, kept):
    assert typed_line(sent(text), "reason") == kept
    assert typed_line(sent(text), "mot") == ""


@pytest.mark.parametrize("text", ["1/1/0001", "31/12/1899", "1/1/2101", "31/12/9999", "9999-12-31", "31/2/2026"])
def test_a_day_that_nobody_here_lives_is_no_day(text):
    assert parse_day(text) is None
    assert [parse_day(one).year for one in ("1/1/1900", "31/12/2100", "3/9/26")] == [1900, 2100, 2026]


@pytest.mark.parametrize("text", ["1 85 05 78 006 084 91", "Voir 185057800608491.", "é" * 400 + " 185057800608491"])
def test_a_social_security_number_is_refused_even_past_what_is_kept(text):
    with pytest.raises(Refused) as refused:
        typed_line(sent(text), "reason")
    assert [(one.message, one.field) for one in refused.value.reasons] == [(NIR, "reason")]
