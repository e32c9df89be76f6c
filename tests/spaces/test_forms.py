"""What is typed in a field that no form reads."""

import pytest
from django.test import RequestFactory

from kairos.foundation.actor import visitor
from kairos.foundation.guards import Refused
from kairos.spaces.forms import NIR, typed_line


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


@pytest.mark.parametrize("text", ["1 85 05 78 006 084 91", "Voir 185057800608491.", "é" * 400 + " 185057800608491"])
def test_a_social_security_number_is_refused_even_past_what_is_kept(text):
    with pytest.raises(Refused) as refused:
        typed_line(sent(text), "reason")
    assert [(one.message, one.field) for one in refused.value.reasons] == [(NIR, "reason")]
