"""What records say of products that others only name: proposals, used until an editor refuses them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from sources.editing import EditorsAdmin, admin_link, table
from trials.models import ProductFact, Trial
from trials.tasks import ask_for_relabel


class ProductFactForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ruling") is not None and not cleaned.get("ruling_reason", "").strip():
            self.add_error("ruling_reason", "Say why: the next editor will ask.")
        return cleaned


@admin.register(ProductFact)
class ProductFactAdmin(EditorsAdmin):
    form = ProductFactForm
    fields = [
        "product",
        "of_therapy",
        "axis",
        "says",
        "conflicting",
        "words",
        "trials",
        "found",
        "ruling",
        "ruling_reason",
    ]
    readonly_fields = ["product", "of_therapy", "axis", "says", "conflicting", "words", "trials", "found"]
    list_display = ["product", "axis", "says", "conflicting", "ruling", "found"]
    list_filter = ["axis", "conflicting", "ruling"]
    search_fields = ["product", "therapy__name"]
    ordering = ["product", "axis"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ProductFact | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ProductFact, form: forms.ModelForm, change: bool) -> None:
        """A ruling holds for good; the trials that it labels are read again."""
        super().save_model(request, obj, form, change)
        if "ruling" in form.changed_data:
            Trial.objects.filter(nct_id__in=obj.named_in).update(labelled_with="")
            transaction.on_commit(ask_for_relabel)
            told = 'Its trials are read again, in the background. <a href="{}">What moved</a>'
            messages.info(request, format_html(told, reverse("admin:trials_rereading_changelist")))

    @admin.display(description="product of the vocabulary")
    def of_therapy(self, fact: ProductFact) -> str:
        return admin_link(fact.therapy)

    @admin.display(description="says")
    def says(self, fact: ProductFact) -> str:
        return ", ".join(fact.slugs)

    @admin.display(description="in these words")
    def words(self, fact: ProductFact) -> str:
        rows = [(one["nct_id"], one["slug"], one["field"], one["quotation"]) for one in fact.sayings]
        return table(["trial", "says", "in its", "words"], rows)

    @admin.display(description="trials that name it")
    def trials(self, fact: ProductFact) -> str:
        held = Trial.objects.filter(nct_id__in=fact.named_in).defer("search_terms").order_by("nct_id")
        return format_html_join(", ", "{}", ((admin_link(trial, trial.nct_id),) for trial in held))
