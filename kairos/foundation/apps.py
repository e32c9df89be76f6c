"""Django's names for the mechanisms, and the base of every domain package's configuration."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class DomainConfig(AppConfig):
    """Loads what a package declares: its rows of the permission map, its lifecycles, its answers to guard points.

    A package with a folder inside that has the same rooms adds them: `declares = (…, "letters.permissions")`.
    """

    default = False
    declares = ("settings", "permissions", "lifecycle", "guards", "subscriptions", "jobs")

    def ready(self) -> None:
        for name in self.declares:
            if find_spec(f"{self.name}.{name}"):
                module = import_module(f"{self.name}.{name}")
                if name.endswith("permissions"):
                    from kairos.foundation import permissions

                    permissions.declare(module.PERMISSIONS)


class FoundationConfig(AppConfig):
    name = "kairos.foundation"
    label = "foundation"
    default = True
    loads = ("instants", "jobs.housekeeping", "messages.delivery", "messages.choosing", "dated_settings.lifecycle")

    def ready(self) -> None:
        from kairos.foundation import permissions
        from kairos.foundation.dated_settings.permissions import PERMISSIONS

        permissions.declare(PERMISSIONS)
        for name in self.loads:
            import_module(f"{self.name}.{name}")
