"""Every address: each space gives its own."""

from importlib import import_module

from django.urls import include, path

from kairos.spaces import health
from kairos.spaces.site import demonstrates

SPACES = ("public",)
DEMONSTRATION = ("demo",) if demonstrates() else ()

urlpatterns = [path("healthz", health.healthz), path("readyz", health.readyz)]
for space in SPACES + DEMONSTRATION:
    urlpatterns.append(path("", include((import_module(f"kairos.spaces.{space}.urls").urlpatterns, space))))

handler404 = "kairos.spaces.refusals.not_found"
handler500 = "kairos.spaces.refusals.broken"
