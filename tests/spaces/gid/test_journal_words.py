"""Every name that the code writes in the journal is told in French; every kind of subject belongs to one filter."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from kairos.foundation import engine
from kairos.foundation.isolation.sync import isolation_of
from kairos.spaces.journal import words

ROOT = Path(__file__).resolve().parents[3] / "kairos"
CALLS = {"reading", "happened", "shown", "_read", "_note"}
HANDS_ON = {"people/access/reading.py"}
"""Counts what is read, then writes the name it was given: its callers are scanned."""
WRITING = re.compile(r"\bjournal\.(reading|happened)\(")
NAME = re.compile(r"^[a-z_]+\.[a-z_]+$")
SOURCES = {path: path.read_text() for path in sorted(ROOT.rglob("*.py")) if "foundation" not in path.parts}


def _calls(source: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CALLS:
                yield node


def _names(source: str) -> set[str]:
    """The constants that look like a name, and what an f-string of a letter's page may become."""
    found = set()
    for call in _calls(source):
        for node in call.args[:2]:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.match(node.value):
                found.add(node.value)
            if isinstance(node, ast.JoinedStr):
                found |= {node.values[0].value + end for end in re.findall(r'_form_page\(.*"(\w+)"\)', source)}
    return found


WRITTEN = {name for source in SOURCES.values() for name in _names(source)} | {"letters.address"}


def test_the_scan_sees_what_is_written():
    assert _names('journal.reading(actor, "a.read", ids)\n_read(request, "b.pdf", ids)') == {"a.read", "b.pdf"}
    assert len(WRITTEN) > 20


def test_no_name_is_made_where_the_scan_does_not_see_it():
    """A module that writes readings or events names them in words that the scan finds, or hands them on."""
    writing = {str(path.relative_to(ROOT)): source for path, source in SOURCES.items() if WRITING.search(source)}
    blind = [path for path, source in writing.items() if path not in HANDS_ON and not _names(source)]
    assert blind == []


def test_every_reading_and_event_has_its_words():
    assert WRITTEN - set(words.READINGS) - set(words.EVENTS) == set()


def test_no_words_are_left_for_what_is_not_written_any_more():
    assert (set(words.READINGS) | set(words.EVENTS)) - WRITTEN == set()


def test_every_act_is_told_by_the_label_of_its_table():
    for lifecycle in engine.lifecycles().values():
        for act in lifecycle.acts():
            assert words.sentence([act.name]) == act.label
    assert words.sentence(["gone.act"]) == words.sentence([]) == words.FORMER


def _types(source: str) -> set[str]:
    """What a call says its subjects are, in place or by a constant of the module."""
    named = dict(re.findall(r'^([A-Z]+) = "([a-z_]+\.[a-z]+)"$', source, re.M))
    found = set()
    for call in _calls(source):
        for node in call.args[2:4]:
            value = node.value if isinstance(node, ast.Constant) else named.get(getattr(node, "id", ""), "")
            found |= {value} if NAME.match(str(value)) else set()
    return found


def test_every_kind_of_subject_belongs_to_one_domain():
    written = {lifecycle.model._meta.label_lower for lifecycle in engine.lifecycles().values()}
    written |= {name for source in SOURCES.values() for name in _types(source)}
    assert {"accounts.user", "memberships.accessletter", "quality.qualitydocument"} <= written
    assert written <= set(words.TYPES)
    assert len(words.TYPES) == len(set(words.TYPES))


def test_every_tracked_table_has_its_word():
    tracked = {model._meta.db_table for model in apps.get_models() if isolation_of(model).tracked}
    assert tracked == set(words.TABLES)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (["membership_application.state", "membership_application.submitted_at"], ["demande d’adhésion : état, envoi"]),
        (["establishment:insert", "organisation.name"], ["établissement : ajouté", "fiche : nom"]),
        (["account.sort_key"], ["compte"]),
        (["gone.column"], ["autre"]),
    ],
)
def test_what_changed_is_told_in_french(fields, told):
    assert words.changes(fields) == told
