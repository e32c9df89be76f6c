"""The addresses of the operator: each file of addresses gives its own."""

from kairos.spaces.operator import letters_urls

urlpatterns = [*letters_urls.urlpatterns]
