"""The addresses of the people a provider reads."""

from kairos.path.bundles import queries as bundles
from kairos.path.enrolments import queries as enrolments
from kairos.people.access import queries
from kairos.spaces.imports import addresses
from kairos.spaces.imports.place import Place
from kairos.spaces.persons import stopped
from kairos.spaces.provider.candidates import bilan, bundle, dossier, enrolled, movements, pages, papers, trainees
from kairos.spaces.provider.kairos import chrome
from kairos.spaces.routes import space

route = space("candidates", "organisme/candidats/")
BOTH, POST = ("GET", "POST"), ("POST",)
SEE = "enrolments.consult"
DOSSIER = {"subject": enrolments.provided, "personal_data": True}
ONE = {"subject": queries.person, "personal_data": True}
FILES = Place(
    space="candidates",
    name="files",
    permission="enrolments.import",
    kinds=("movements",),
    title="Inscriptions, entrées et sorties par fichier",
    lead="Le fichier de votre logiciel ou de votre tableur. Rien n’est déclaré avant que vous ayez vu ce qui change.",
    chrome=chrome.of,
)

urlpatterns = [
    route("", enrolled.listed, name="enrolments", permission=SEE, personal_data=True),
    route("dossiers/exporter/", enrolled.export, name="enrolments_export", permission="enrolments.export",
          methods=BOTH, personal_data=True),
    route("dossiers/<uuid:key>/", dossier.page, name="enrolment", permission=SEE, **DOSSIER),
    route("dossiers/<uuid:key>/decider/", dossier.decide, name="enrolment_decide", permission="enrolments.enter",
          methods=POST, **DOSSIER),
    route("dossiers/<uuid:key>/declarer/", dossier.move, name="enrolment_move", permission="enrolments.declare",
          methods=POST, **DOSSIER),
    route("declarations/<uuid:key>.pdf", papers.attestation, name="attestation", permission=SEE,
          subject=enrolments.attested, personal_data=True),
    route("sessions/<uuid:key>/formation/", movements.page, name="movements", permission="enrolments.declare",
          methods=BOTH, subject=enrolments.session, personal_data=True),
    route("dossiers/<uuid:key>/bilan/", bilan.page, name="review", permission="completion.consult", methods=BOTH,
          **DOSSIER),
    route("dossiers/<uuid:key>/certificat.pdf", bilan.certificate, name="certificate", permission="completion.certify",
          **DOSSIER),
    route("sessions/<uuid:key>/", enrolled.group, name="group", permission=SEE, methods=BOTH,
          subject=enrolments.session, personal_data=True),
    route("sessions/<uuid:key>/imprimer/", trainees.page, name="trainees", permission=SEE,
          subject=enrolments.session, personal_data=True),
    route("sessions/<uuid:key>/stagiaires.pdf", trainees.paper, name="trainees_paper", permission=SEE,
          subject=enrolments.session, personal_data=True),
    route("sessions/<uuid:key>/coordonnees/", trainees.with_contacts, name="trainees_contacts",
          permission="enrolments.export", methods=BOTH, subject=enrolments.session, personal_data=True),
    route("sessions/<uuid:key>/controle/", bundle.page, name="bundle", permission="bundles.export", methods=BOTH,
          subject=enrolments.session, personal_data=True),
    route("controles/<uuid:key>/dossier.zip", bundle.download, name="bundle_file", permission="bundles.export",
          subject=bundles.bundle, personal_data=True),
    *addresses.of(route, FILES, "fichiers/", exports=False),
    route("personnes/", pages.home, name="home", permission="people.list", personal_data=True),
    route("chercher/", pages.look_up, name="look_up", permission="people.look_up", methods=BOTH, personal_data=True),
    route("exporter/", pages.export, name="export", permission="people.export", methods=BOTH, personal_data=True),
    route("arrets/", pages.stops, name="readings", permission="readings.see"),
    route(
        "arrets/<uuid:key>/",
        pages.lift,
        name="lift_reading",
        permission="readings.see",
        methods=BOTH,
        subject=stopped.stop,
    ),
    route("<uuid:key>/", pages.person, name="person", permission="people.read", **ONE),
    route("<uuid:key>/coordonnees/", pages.reveal, name="reveal", permission="people.read", methods=POST, **ONE),
]  # fmt: skip
