from kairos.foundation.apps import DomainConfig


class ThreadsConfig(DomainConfig):
    name = "kairos.service.threads"
    label = "threads"
    default = True
