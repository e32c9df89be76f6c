from kairos.foundation.apps import DomainConfig


class CompletionConfig(DomainConfig):
    name = "kairos.path.completion"
    label = "completion"
    default = True
