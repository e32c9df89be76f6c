"""What changes when an act on a certificate is done."""

from kairos.foundation import clock
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import people
from kairos.identity.quality import messages, queries, rules, settings
from kairos.identity.quality.events import CertificateRecorded, CertificateRevoked
from kairos.identity.quality.models import QualityCertificate

OVER = QualityCertificate.EXPIRED_NOTICE


def record(certificate: QualityCertificate, run: Run) -> None:
    """As the accepted request claims it; the same number recorded before gives way to it."""
    request = certificate.request
    certificate.number = request.certificate_number
    certificate.certifier = request.certifier
    certificate.categories = list(request.categories)
    certificate.valid_from = request.valid_from
    certificate.valid_until = request.valid_until
    certificate.recorded_at = run.now
    certificate.recorded_by_id = run.actor.user
    for former in queries.active_certificates_of(certificate.organisation_id).order_by("pk"):
        if rules.same_number(former.number, certificate.number):
            run.perform(act_named("quality_certificate.replace"), former, by=certificate)
    run.publish(CertificateRecorded(certificate))


def replace(certificate: QualityCertificate, run: Run, *, by: QualityCertificate) -> None:
    certificate.replaced_by_id = by.pk


def revoke(certificate: QualityCertificate, run: Run, *, reason: str) -> None:
    """The certifier withdrew it, or it should not have been recorded."""
    certificate.revoked_at = run.now
    certificate.revoked_by_id = run.actor.user
    certificate.revoke_reason = reason
    for to in people.recipients_of(queries.keepers_of(certificate.organisation_id)):
        run.tell(messages.Revoked(to, **messages.of_certificate(certificate), reason=reason))
    run.publish(CertificateRevoked(certificate))


def remind(certificate: QualityCertificate, run: Run) -> None:
    """One message for all that is due at once; each reminder leaves once."""
    today, days = clock.today(), settings.reminder_days()
    due = rules.due_reminders(certificate.valid_until, today, days, certificate.reminded, OVER)
    certificate.reminded = [*certificate.reminded, *due]
    said = messages.of_certificate(certificate)
    left = (certificate.valid_until - today).days
    for to in people.recipients_of(queries.keepers_of(certificate.organisation_id)):
        run.tell(messages.Expired(to, **said) if OVER in due else messages.Expiring(to, **said, days=left))
