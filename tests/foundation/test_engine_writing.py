"""What an act changed is written by a statement of our own: of every column, in a type that it takes."""

from itertools import count

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from kairos.foundation.actor import system
from kairos.foundation.engine import writing
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import User

WRITTEN = [model for model in apps.get_models() if model.__module__.startswith("kairos.")]


@pytest.mark.django_db
@pytest.mark.parametrize("model", WRITTEN, ids=lambda model: model._meta.label)
def test_every_column_is_written_in_a_type_it_takes(model):
    names = tuple(one.name for one in model._meta.concrete_fields if not one.primary_key)
    ranks = count(1)
    statement = "".join(f"${next(ranks)}" if part is None else part for part in _parts(writing._alone(model, names)))
    with scope(system("tests")), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f"PREPARE written AS {statement}")
        cursor.execute("DEALLOCATE written")


def _parts(statement: str) -> list[str | None]:
    """The texts between parameters, and None for each of these."""
    first, *others = statement.split("%s")
    return [first, *(part for text in others for part in (None, text))]


@pytest.mark.django_db
def test_a_row_that_is_gone_is_not_taken_for_written():
    with scope(system("tests")), pytest.raises(DatabaseError, match="0 of 1 rows of account were written"):
        writing.change(User(first_name="Ada"), ["first_name"])
