"""The lifecycles of a bilan and of a certificate."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.path.completion import acts, conditions
from kairos.path.completion.models import FinalReview, IssuedCertificate

State = FinalReview.State


class Reviewing(Lifecycle):
    """Written as a DRAFT once the training is over for the person. Whole, it is VALIDATED, by whoever may commit the
    organisation, then SHARED: the person and their adviser read it, and are told. Until then it may be taken back
    or ABANDONED. What is shared is never changed: a correction is a new version with its reason, from a draft of its
    own; shared, it leaves the former one REPLACED, which stays readable. Shared when it should not have been (the exit
    itself was a mistake), it is withdrawn: nobody outside reads it any more, and they are told why.
    """

    name = "final_review"
    model = FinalReview
    states = State

    write = Act(
        label="Écrire le bilan",
        sources=None,
        target=State.DRAFT,
        permission="completion.write",
        body=acts.write,
        guards=(conditions.is_out, conditions.is_the_first),
    )
    correct = Act(
        label="Corriger le bilan partagé",
        sources=None,
        target=State.DRAFT,
        permission="completion.validate",
        body=acts.correct,
        guards=(conditions.says_why, conditions.is_out, conditions.corrects_the_shared_one),
        records=("reason",),
    )
    edit = Act(
        label="Enregistrer le brouillon",
        sources=(State.DRAFT,),
        permission="completion.write",
        body=acts.edit,
    )
    validate = Act(
        label="Valider le bilan",
        sources=(State.DRAFT,),
        target=State.VALIDATED,
        permission="completion.validate",
        body=acts.validate,
        guards=(conditions.is_out, conditions.is_whole),
    )
    reopen = Act(
        label="Reprendre le brouillon",
        sources=(State.VALIDATED,),
        target=State.DRAFT,
        permission="completion.validate",
        body=acts.reopen,
    )
    share = Act(
        label="Partager avec la personne et son conseiller",
        sources=(State.VALIDATED,),
        target=State.SHARED,
        permission="completion.validate",
        body=acts.share,
        guards=(conditions.is_out,),
    )
    replace = Act(
        label="Remplacer par la version corrigée",
        sources=(State.SHARED,),
        target=State.REPLACED,
        permission="completion.validate",
        body=acts.replace,
    )
    withdraw = Act(
        label="Retirer le bilan partagé",
        sources=(State.SHARED,),
        target=State.ABANDONED,
        permission="completion.validate",
        body=acts.withdraw,
        guards=(conditions.says_why_withdrawn, conditions.is_not_being_corrected),
        records=("reason",),
    )
    abandon = Act(
        label="Abandonner ce brouillon",
        sources=(State.DRAFT, State.VALIDATED),
        target=State.ABANDONED,
        permission="completion.validate",
        body=acts.abandon,
    )


class Certifying(Lifecycle):
    """ISSUED once every month in which the person was expected is locked: the person and whoever follows them open it,
    and its code is genuine. A month corrected, or a day of the stay said otherwise, leaves it REPLACED; another one is
    issued once the months are locked again."""

    name = "completion_certificate"
    model = IssuedCertificate
    states = IssuedCertificate.State

    issue = Act(
        label="Délivrer le certificat de réalisation",
        sources=None,
        target=IssuedCertificate.State.ISSUED,
        permission="completion.certify",
        body=acts.issue,
        guards=(conditions.months_are_locked,),
    )
    replace = Act(
        label="Remplacer le certificat",
        sources=(IssuedCertificate.State.ISSUED,),
        target=IssuedCertificate.State.REPLACED,
        permission="completion.certify",
        body=acts.no_longer,
    )
