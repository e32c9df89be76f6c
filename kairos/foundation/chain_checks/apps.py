from kairos.foundation.apps import DomainConfig


class ChainChecksConfig(DomainConfig):
    name = "kairos.foundation.chain_checks"
    label = "chain_checks"
    default = True
