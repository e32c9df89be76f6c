"""Addresses are looked through by their first word, and mean what they meant one after the other."""

from django.urls import URLPattern, path
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RegexPattern, URLResolver
from hypothesis import given
from hypothesis import strategies as st

from kairos.config.urls import under_one_word

WORDS = st.sampled_from(
    ["", "a", "a/", "a/b/", "a/<str:key>/", "a/<int:n>/", "b", "b/c/", "b/c/<str:key>", "<str:x>/c/", "c/d/e/"]
)
ASKED = st.sampled_from(
    ["", "a", "a/", "a/b/", "a/3/", "a/x/", "b", "b/c/", "b/c/z", "q/c/", "c/d/e/", "c/d/", "a/b/c/"]
)


def found(patterns, address: str):
    try:
        match = URLResolver(RegexPattern(r"^/"), patterns).resolve(f"/{address}")
    except Resolver404:
        return None
    return match.url_name, match.kwargs, match.route


@given(st.lists(WORDS, max_size=16), ASKED)
def test_the_same_page_answers(words, asked):
    flat: list[URLPattern] = [path(word, str, name=f"{rank}") for rank, word in enumerate(words)]
    assert found(list(under_one_word(flat)), asked) == found(flat, asked)
