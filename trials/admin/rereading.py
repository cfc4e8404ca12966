"""What an editor's new words move: all kept records are read again in the background, and the row says what came."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from sources.editing import ReadOnlyAdmin, in_pre, words_changed
from trials.models import Rereading
from trials.tasks import ask_for_relabel


@receiver(words_changed)
def read_again(sender: type, request: HttpRequest, **more: Any) -> None:
    """Queue the reading once the change is in, and tell the editor where to look."""
    transaction.on_commit(ask_for_relabel)
    told = 'All trials are read again with the new words, in the background. <a href="{}">What moved</a>'
    messages.info(request, format_html(told, reverse("admin:trials_rereading_changelist")))


@admin.register(Rereading)
class RereadingAdmin(ReadOnlyAdmin):
    fields = ["started", "finished", ("expected", "read", "moved"), "lines"]
    readonly_fields = ["lines"]
    list_display = ["started", "finished", "expected", "read", "moved"]
    search_fields = ["what_moved"]
    ordering = ["-pk"]

    @admin.display(description="what moved")
    def lines(self, told: Rereading) -> str:
        return in_pre(told.what_moved) if told.what_moved else "nothing"
