from kairos.foundation.apps import DomainConfig


class RequestsConfig(DomainConfig):
    name = "kairos.people.requests"
    label = "requests"
    default = True
