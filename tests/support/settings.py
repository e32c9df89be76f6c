"""Dated settings, given another value by a supervisor of the operator."""

from typing import Any

from kairos.foundation import clock
from kairos.foundation.dated_settings import DatedSetting
from kairos.foundation.dated_settings.lifecycle import change
from kairos.foundation.isolation import scope
from tests.support.people import People


def give(people: People, setting: DatedSetting, value: Any) -> None:
    """From today on."""
    with scope(people.supervisor.actor) as who:
        change(setting.key, value, clock.today(), "Décision du comité", who)
