from kairos.foundation.apps import DomainConfig


class JobSeekersConfig(DomainConfig):
    name = "kairos.people.jobseekers"
    label = "jobseekers"
    default = True
    declares = (*DomainConfig.declares, "moves.lifecycle", "loading")
