"""Rows read beside another one come with it, in their order, as JSON says them."""

from django.db.models import F, OuterRef

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.lists import line, listed
from kairos.identity.organisations.models import Establishment, Organisation


def test_each_row_comes_with_its_own(people):
    rows = Establishment.objects.filter(organisation=OuterRef("pk")).order_by("siret")
    with scope(system("tests")):
        found = Organisation.objects.annotate(
            own=listed(rows, "siret", "id", "main"), none=listed(rows.filter(siret=""), "id"), said=line(F("siren"))
        )
        assert found
        for one in found:
            stored = Establishment.objects.filter(organisation=one.pk).order_by("siret")
            assert one.own == [[row.siret, str(row.pk), row.main] for row in stored]
            assert one.none == []
            assert one.said == [one.siren]
