"""Who may do what, on screen: what the map says, for supervisors."""

from html import unescape

from kairos.foundation import permissions

PAGE = "/operateur/reglages/permissions/"


def test_it_shows_every_permission_with_who_has_it(people, as_person):
    text = unescape(as_person(people.supervisor).get(PAGE).content.decode()).replace("\u00a0", " ")
    for name, row in permissions.the_map().items():
        assert f"<small>{name}</small>" in text
        assert row.label.replace("\u00a0", " ") in text
    assert "/operateur/adhesions/<uuid:key>/accepter/ (dossier.application)" in text
    assert "Accepter l’adhésion" in text


def test_others_are_refused(people, as_person):
    assert as_person(people.instructor).get(PAGE).status_code == 403
    assert as_person(people.manager).get(PAGE).status_code == 403
