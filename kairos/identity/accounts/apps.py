from kairos.foundation.apps import DomainConfig


class AccountsConfig(DomainConfig):
    name = "kairos.identity.accounts"
    label = "accounts"
    default = True
