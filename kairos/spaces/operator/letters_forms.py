"""The forms of the posted letters."""

from django import forms

from kairos.identity.memberships.letters import addresses
from kairos.identity.memberships.letters.addresses import Destination
from kairos.spaces.forms import Form, TextField, postcode_field

HOW = (
    ("call", "Rappel au numéro de la fiche ou du répertoire"),
    ("visit", "Pièce d’identité vue, sur place"),
    ("video", "Pièce d’identité vue, en visioconférence"),
    ("director", "Écrit signé du dirigeant, vérifié auprès de lui"),
)
BOTH, ALONE = "both", "alone"


class LostForm(Form):
    """« Courrier perdu »: who asks, how one made sure of it, what is made again."""

    asked_by = TextField(
        label="Qui demande",
        max_length=120,
        help_text="Nom et fonction de la personne qui vous a parlé.",
        empty="Écrivez le nom et la fonction de la personne.",
    )
    how = forms.ChoiceField(
        label="Comment vous avez vérifié son identité",
        choices=HOW,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment vous avez vérifié l’identité."},
    )
    detail = TextField(
        label="Précisions",
        max_length=250,
        help_text="Date, numéro appelé, nature de la pièce. Jamais de copie ni de numéro de pièce d’identité.",
        empty="Précisez : date, numéro appelé ou nature de la pièce.",
    )
    reason = TextField(
        label="Ce qui est arrivé au courrier",
        max_length=400,
        help_text="Jamais reçu, reçu ouvert, jeté, adresse fausse…",
        empty="Dites ce qui est arrivé au courrier.",
    )
    what = forms.ChoiceField(
        label="Ce qui est refait",
        choices=((BOTH, "Les deux courriers"), (ALONE, "Celui-ci seulement")),
        initial=BOTH,
        widget=forms.RadioSelect,
    )

    @property
    def identity(self) -> str:
        """« Mme Marchetti, directrice. Rappel au numéro de la fiche… Le 3 mars au 01 99… »"""
        known = self.cleaned_data
        return f"{known['asked_by']}. {dict(HOW)[known['how']]}. {known['detail']}"[:500]

    @property
    def both(self) -> bool:
        return self.cleaned_data["what"] == BOTH


class AddressForm(Form):
    """Another address than the register's, with what proves it."""

    street = TextField(label="Numéro et voie", max_length=38, empty="Écrivez le numéro et la voie.")
    complement = TextField(label="Complément", max_length=38, required=False)
    postcode = postcode_field()
    town = TextField(label="Commune", max_length=32, empty="Écrivez la commune.")
    proof = TextField(
        label="Preuve de cette adresse",
        max_length=400,
        multiline=True,
        help_text="Ce que vous avez vu, de qui, quand, et où c’est gardé : bail, extrait du registre, facture…",
        empty="Dites ce qui prouve cette adresse et où c’est gardé.",
    )

    def destination(self) -> Destination:
        known = self.cleaned_data
        return addresses.proved(known["street"], known["complement"], known["postcode"], known["town"], known["proof"])
