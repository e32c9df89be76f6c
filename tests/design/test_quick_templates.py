"""Pages are written as Jinja2 writes them: what is not safe is escaped, once. What they showed is let go at once."""

import gc
import weakref

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, UndefinedError
from markupsafe import Markup

NESTED = (
    "{% macro cell(value) %}<td>{{ value }}</td>{% endmacro %}"
    "{% macro row(values) %}<tr>{% for one in values %}{{ cell(one) }}{% endfor %}{{ caller() }}</tr>{% endmacro %}"
    "{% set kept %}<b>{{ values|join(', ') }}</b>{% endset %}"
    "{% call row(values) %}{{ kept }}{{ values[0] ~ safe }}{{ values|length }}{{ none }}{% endcall %}{{ safe }}"
)
TEXTS = st.lists(st.text("<>&'\"é 1", max_size=8), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def ours():
    return engines["jinja2"].env


class Row:
    """Something a page shows."""


@given(TEXTS, st.text("<&i", max_size=4))
def test_a_page_is_the_one_that_jinja2_writes(values, inside):
    shown = {"values": values, "safe": Markup("<i>{}</i>").format(inside)}
    plain = Environment(autoescape=True).from_string(NESTED).render(shown)
    assert engines["jinja2"].env.from_string(NESTED).render(shown) == plain


@pytest.mark.parametrize("value", ["<script>", Markup("<br>"), 3, None, ["<", ">"]])
def test_what_is_not_safe_is_escaped_whatever_its_kind(ours, value):
    plain = Environment(autoescape=True).from_string("{{ value }}").render(value=value)
    assert ours.from_string("{{ value }}").render(value=value) == plain


def test_a_page_with_macros_of_its_own_leaves_nothing_to_collect(ours):
    template, row = ours.from_string(NESTED), Row()
    gc.disable()
    try:
        template.render(values=[row], safe="")
        left = weakref.ref(row)
        del row
        assert left() is None
    finally:
        gc.enable()


def test_a_page_that_fails_says_so(ours):
    with pytest.raises(UndefinedError):
        ours.from_string("{% macro m() %}{{ lacking }}{% endmacro %}{{ m() }}").render()
