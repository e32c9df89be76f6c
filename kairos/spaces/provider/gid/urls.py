"""The addresses of « Habilitations (GID) »: one module a topic."""

from kairos.spaces.provider.gid import guidance_urls, journal_urls, people_urls, policy_urls, reviews_urls, rights_urls

urlpatterns = [
    *guidance_urls.urlpatterns,
    *journal_urls.urlpatterns,
    *people_urls.urlpatterns,
    *policy_urls.urlpatterns,
    *reviews_urls.urlpatterns,
    *rights_urls.urlpatterns,
]
