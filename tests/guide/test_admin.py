"""Editors find, read and change the guide's words in the admin."""

import pytest
from django.urls import reverse

from guide.models import Figure, GlossaryEntry, Page, Question, Section, Treatment, TypicalRisks

MODELS = [Page, Section, Treatment, Question, Figure, TypicalRisks, GlossaryEntry]


@pytest.mark.parametrize("model", MODELS)
def test_an_editor_can_list_search_and_open_each_kind_of_text(admin_client, guide, model):
    name = f"admin:guide_{model._meta.model_name}"
    first = model.objects.first()
    assert admin_client.get(reverse(f"{name}_changelist"), {"q": "CAR-T"}).status_code == 200
    assert admin_client.get(reverse(f"{name}_add")).status_code == 200
    page = admin_client.get(reverse(f"{name}_change", args=[first.pk]))
    assert page.status_code == 200
    assert "viewsitelink" in page.text


def test_the_slug_of_a_page_is_chosen_once(admin_client, guide):
    risks = Page.objects.get(slug="risks")
    assert 'name="slug"' not in admin_client.get(reverse("admin:guide_page_change", args=[risks.pk])).text
    assert 'name="slug"' in admin_client.get(reverse("admin:guide_page_add")).text


def test_a_page_is_edited_together_with_its_sections(admin_client, guide):
    risks = Page.objects.get(slug="risks")
    html = admin_client.get(reverse("admin:guide_page_change", args=[risks.pk])).text
    assert f'name="sections-TOTAL_FORMS" value="{risks.sections.count()}"' in html


def test_an_editor_writes_a_words_spanish_below_its_english(admin_client, guide):
    entry = GlossaryEntry.objects.get(slug="leukapheresis")
    address = reverse("admin:guide_glossaryentry_change", args=[entry.pk])
    html = admin_client.get(address).text
    assert 'name="word_es"' in html
    assert 'name="plain_es"' in html
