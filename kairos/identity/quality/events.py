"""What others may want to know of quality. Published inside the act."""

from dataclasses import dataclass

from kairos.identity.quality.models import QualityCertificate


@dataclass(frozen=True, slots=True)
class CertificateRecorded:
    """The operator recorded a certificate: the provider may show it from now on."""

    certificate: QualityCertificate


@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    """A recorded certificate counts no more, whatever its dates."""

    certificate: QualityCertificate
