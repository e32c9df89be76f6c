"""Rows read beside another row, in its own statement: lists of lists, as JSON says them.

    Enrolment.objects.annotate(modules=listed(plan.filter(enrolment=OuterRef("pk")), "starts_on", "ends_on"))

A day is a text (« 2026-09-01 »), so is an identifier; numbers, truths and what is missing stay as they are.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, QuerySet
from django.db.models.expressions import Combinable


def line(*values: str | Combinable) -> Func:
    """One list: these columns, or what is computed of them."""
    return Func(*values, function="jsonb_build_array", output_field=JSONField())


def listed(rows: QuerySet[Any], *values: str | Combinable) -> Func:
    """A list for each row, in their order; empty when there is none."""
    lines = ArraySubquery(rows.values_list(line(*values)))
    return Func(lines, function="to_jsonb", output_field=JSONField())
