"""The addresses of « Habilitations (GID) »: one module a topic."""

from kairos.spaces.provider.gid import journal_urls

urlpatterns = [*journal_urls.urlpatterns]
