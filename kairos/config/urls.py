"""Every address: each space gives its own."""

from importlib import import_module

from django.urls import include, path

from kairos.spaces import health
from kairos.spaces.site import demonstrates

SPACES = {
    "public": "public",
    "session": "session",
    "file": "provider.file",
    "quality": "provider.quality",
    "portal": "provider.portal",
    "gid": "provider.gid",
    "kairos": "provider.kairos",
    "helping": "provider.helping",
    "inbox": "inbox",
    "operator": "operator",
}
"""The name of a space in `reverse` → its package."""
DEMONSTRATION = {"demo": "demo"} if demonstrates() else {}

urlpatterns = [path("healthz", health.healthz), path("readyz", health.readyz)]
for name, package in (SPACES | DEMONSTRATION).items():
    urlpatterns.append(path("", include((import_module(f"kairos.spaces.{package}.urls").urlpatterns, name))))

handler400 = "kairos.spaces.refusals.bad_request"
handler404 = "kairos.spaces.refusals.not_found"
handler500 = "kairos.spaces.refusals.broken"
