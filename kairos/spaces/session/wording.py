"""What people are told when an attempt opens nothing: exact, calm, and nothing about anyone else's account."""

from kairos.identity.accounts import settings
from kairos.identity.accounts.signing_in import Stopped, Why

_FIXED = {
    Why.CLOSED: "Ce compte est fermé. Si c’est une erreur, écrivez à l’assistance.",
    Why.STOPPED: "L’opérateur a arrêté ce compte. Le message qu’il vous a envoyé dit pourquoi. Si c’est une erreur, "
    "écrivez à l’assistance.",
    Why.LETTER_USED: "Ce mot de passe provisoire a déjà servi. Connectez-vous avec celui que vous avez choisi.",
    Why.LETTER_REPLACED: "Ce mot de passe provisoire a été remplacé par celui d’un courrier plus récent. Utilisez le "
    "dernier reçu.",
    Why.LETTER_EXPIRED: "Ce mot de passe provisoire a dépassé sa date. Appelez l’assistance : un autre courrier vous "
    "sera envoyé.",
}


def sentence(stopped: Stopped, wrong: str) -> str:
    """`wrong`: what was wrong, « Identifiant ou mot de passe incorrect. »"""
    match stopped.why:
        case Why.WRONG:
            return f"{wrong}{_next(stopped)}"
        case Why.WAIT:
            return f"Attendez encore {_seconds(stopped.seconds)} avant de recommencer : cet essai n’a pas été compté."
        case Why.WAIT_NETWORK:
            return (
                f"Trop d’essais faux viennent de votre réseau. Attendez {_seconds(stopped.seconds)} avant de "
                "recommencer : cet essai n’a pas été compté."
            )
        case Why.LOCKED:
            return (
                "Ce compte est verrouillé après trop d’essais faux. Le courriel envoyé à son adresse le déverrouille."
            )
    return _FIXED[stopped.why]


def _next(stopped: Stopped) -> str:
    wait = f" Attendez {_seconds(stopped.seconds)} avant de recommencer." if stopped.seconds else ""
    few = stopped.left <= settings.DELAY_AFTER.value()
    left = "Encore un essai" if stopped.left == 1 else f"Encore {stopped.left} essais"
    return f"{wait} {left} avant le verrouillage du compte." if few else wait


def _seconds(count: int) -> str:
    return f"{count} seconde{'s' if count > 1 else ''}"
