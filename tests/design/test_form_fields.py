import pytest
from bs4 import BeautifulSoup
from django import forms as django_forms

from kairos.design.fields import error_links, view


class Enquiry(django_forms.Form):
    name = django_forms.CharField(
        label="Prénom et nom", help_text="Comme sur la pièce.", error_messages={"required": "Écrivez le nom."}
    )
    phone = django_forms.CharField(
        label="Téléphone", required=False, widget=django_forms.TextInput(attrs={"type": "tel", "class": "w2"})
    )
    password = django_forms.CharField(label="Mot de passe", widget=django_forms.PasswordInput)
    count = django_forms.IntegerField(label="Effectif", required=False, min_value=1, max_value=9)
    started = django_forms.DateField(label="Début", required=False)
    text = django_forms.CharField(label="Message", required=False, widget=django_forms.Textarea)
    reason = django_forms.ChoiceField(
        label="Motif", choices=[("", "Choisir…"), ("Prévu", [("ill", "Maladie"), ("call", "Convocation")])]
    )
    decision = django_forms.ChoiceField(
        label="Décision", choices=[("y", "Oui"), ("n", "Non")], widget=django_forms.RadioSelect
    )
    areas = django_forms.MultipleChoiceField(
        label="Domaines",
        required=False,
        choices=[(1, "Un"), (2, "Deux")],
        widget=django_forms.CheckboxSelectMultiple,
    )
    accepted = django_forms.BooleanField(label="J’accepte", error_messages={"required": "Cochez la case."})
    paper = django_forms.FileField(label="Pièce", required=False)
    token = django_forms.CharField(widget=django_forms.HiddenInput, required=False)

    def clean(self):
        raise django_forms.ValidationError("Rien ne va : recommencez")


@pytest.fixture
def drawn(draw):
    def make(form):
        source = "{{ forms.errors(form) }}{% call forms.form('/x', csrf) %}{{ forms.fields(form) }}{% endcall %}"
        return BeautifulSoup(draw(source, form=form, csrf="<csrf>"), "html.parser")

    return make


@pytest.fixture
def refused(drawn):
    data = {"password": "secret-9", "reason": "call", "areas": ["2"], "text": "\nune ligne", "phone": '"><b>'}
    return drawn(Enquiry(data, {}, auto_id="id_%s"))


def test_every_control_has_its_label(refused):
    controls = refused.select("form input:not([type=hidden]), form select, form textarea")
    assert len(controls) == 13
    for control in controls:
        assert len(refused.select(f'label[for="{control["id"]}"]')) == 1, control


def test_hint_and_error_are_tied_to_the_control(refused):
    name = refused.select_one("#id_name")
    assert name["aria-describedby"] == "id_name-h id_name-e"
    assert name["aria-invalid"] == "true"
    assert refused.select_one("#id_name-h").text == "Comme sur la pièce."
    assert refused.select_one("#id_name-e").text == "Écrivez le nom."
    assert refused.select_one("#id_name-e svg use")["href"].endswith("#octagon-x")


def test_a_right_field_is_not_said_wrong(refused):
    phone = refused.select_one("#id_phone")
    assert not phone.has_attr("aria-invalid")
    assert not phone.has_attr("aria-describedby")


def test_optional_fields_say_so_and_required_ones_do_not(refused):
    assert "(facultatif)" in refused.select_one('label[for="id_phone"]').text
    assert "(facultatif)" not in refused.select_one('label[for="id_name"]').text
    assert refused.select_one("#id_name").has_attr("required")
    assert not refused.select_one("#id_phone").has_attr("required")


def test_the_summary_leads_to_each_field_in_their_order(refused):
    links = refused.select(".errors li a")
    assert [link["href"] for link in links] == ["#id_name", "#id_decision_0", "#id_accepted"]
    assert links[0].text == "Prénom et nom\u00a0: écrivez le nom"
    for link in links:
        assert refused.select_one(link["href"]) is not None


def test_the_summary_takes_the_focus_and_counts(refused):
    summary = refused.select_one(".errors")
    assert summary["role"] == "alert"
    assert summary["tabindex"] == "-1"
    assert summary.has_attr("autofocus")
    assert summary.h2.text == "4\u00a0points à corriger"


def test_an_error_of_the_whole_form_comes_first_without_a_link(refused):
    first = refused.select(".errors li")[0]
    assert first.text == "Rien ne va\u00a0: recommencez"
    assert first.a is None


def test_nothing_typed_is_lost_but_a_password_is_never_shown(refused):
    assert refused.select_one("#id_phone")["value"] == '"><b>'
    assert refused.select_one("#id_reason option[selected]")["value"] == "call"
    assert refused.select_one("#id_areas_1").has_attr("checked")
    assert not refused.select_one("#id_areas_0").has_attr("checked")
    assert "secret-9" not in str(refused)
    assert view(Enquiry({"password": "secret-9"})["password"]).value == ""


def test_the_first_line_break_of_a_text_is_kept(draw):
    form = Enquiry({"text": "\nune ligne"}, auto_id="id_%s")
    # A browser drops the one line break that follows <textarea>.
    assert ">\n\nune ligne</textarea>" in draw("{{ forms.field(form['text']) }}", form=form)


@pytest.mark.parametrize("name", ["count", "started"])
def test_numbers_and_dates_are_typed_as_text(refused, name):
    control = refused.select_one(f"#id_{name}")
    assert control["type"] == "text"
    assert not {"min", "max", "step"} & set(control.attrs)


def test_widget_attributes_are_kept(refused):
    phone = refused.select_one("#id_phone")
    assert phone["type"] == "tel"
    assert phone["class"] == ["input", "w2"]


def test_radios_are_one_group_with_a_legend(refused):
    group = refused.select_one("#id_decision")
    assert group.name == "fieldset"
    assert group["role"] == "radiogroup"
    assert group.legend.text == "Décision"
    assert [radio["type"] for radio in group.select("input")] == ["radio", "radio"]


def test_a_group_of_options_is_closed(refused):
    group = refused.select_one("#id_reason optgroup")
    assert group["label"] == "Prévu"
    assert len(group.select("option")) == 2


def test_hidden_fields_stay_hidden(refused):
    assert refused.select_one('[name="token"]')["type"] == "hidden"
    assert refused.select_one('label[for="id_token"]') is None


def test_showing_a_password_waits_for_script(refused):
    button = refused.select_one("[data-reveal]")
    assert button["data-reveal"] == "id_password"
    assert button["type"] == "button"
    assert button.has_attr("hidden")


def test_a_form_not_yet_sent_shows_no_error(drawn):
    fresh = drawn(Enquiry(auto_id="id_%s", initial={"name": "Inès", "accepted": True, "decision": "n"}))
    assert not fresh.select(".errors, .error, [aria-invalid]")
    assert fresh.select_one("#id_name")["value"] == "Inès"
    assert fresh.select_one("#id_accepted").has_attr("checked")
    assert fresh.select_one("#id_decision_1").has_attr("checked")


def test_errors_of_several_forms_and_of_an_act_make_one_summary(draw):
    form = Enquiry({}, auto_id="id_%s")
    other = Enquiry({}, auto_id="id2_%s", prefix="b")
    drawn = BeautifulSoup(
        draw(
            "{{ forms.errors(form, others=(other,), more=[('Le dossier est clos', none)]) }}",
            form=form,
            other=other,
        ),
        "html.parser",
    )
    assert len(drawn.select(".errors")) == 1
    assert "#id2_b-name" in {link["href"] for link in drawn.select(".errors a")}
    assert drawn.select(".errors li")[-1].text == "Le dossier est clos"


def test_error_links_of_a_hidden_field_lead_nowhere():
    class Hidden(django_forms.Form):
        key = django_forms.CharField(label="Clé", widget=django_forms.HiddenInput)

    assert [target for _, target in error_links(Hidden({}))] == [None]


def test_disabled_fields_can_still_be_read():
    class Frozen(django_forms.Form):
        siret = django_forms.CharField(label="SIRET", disabled=True)

    assert view(Frozen()["siret"]).attrs["readonly"] is True


def test_an_act_is_a_form_of_one_named_button(draw):
    drawn = BeautifulSoup(
        draw("{{ forms.act_form('/y', 'withdraw', 'Retirer', '', 'danger', values={'line': '<3>'}) }}"),
        "html.parser",
    )
    assert drawn.form["method"] == "post"
    assert drawn.button["data-act"] == "withdraw"
    assert drawn.button["class"] == ["btn", "danger"]
    assert drawn.select_one("[name=line]")["value"] == "<3>"
