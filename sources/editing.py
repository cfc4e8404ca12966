"""What the editors' pages of all apps have in common. No page here slows as trials grow in number."""

import json
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import ShowFacets
from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db import connection, models
from django.db.models.functions import Coalesce
from django.dispatch import Signal
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from sources.translated_admin import TranslatedAdmin

COUNTED_EXACTLY = 10_000  # rows; above it PostgreSQL's estimate does
EXAMPLES = 5


class EstimatingPaginator(Paginator):
    """Takes PostgreSQL's own estimate for the length of a big table that is not filtered."""

    @cached_property
    def count(self) -> int:
        if isinstance(self.object_list, models.QuerySet) and is_whole_table(self.object_list.query):
            estimate = estimated_rows(self.object_list.model)
            if estimate > COUNTED_EXACTLY:
                return estimate
        return super().count


def is_whole_table(query: models.sql.Query) -> bool:
    return not (query.where or query.is_sliced or query.distinct or query.combinator or query.group_by)


def estimated_rows(model: type[models.Model]) -> int:
    """How many rows PostgreSQL believed to be there when it last looked; -1 where it never did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
        return cursor.fetchone()[0]


# --- pages


class EditorsAdmin(admin.ModelAdmin):
    """A list that stays fast, and a deletion that says in plain words why it cannot be."""

    paginator = EstimatingPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 100
    save_on_top = True

    def get_deleted_objects(self, objs: Sequence[models.Model], request: HttpRequest):
        """What is in use is refused with some of its users; rows that only hang on a deleted one go with it."""
        objs = list(objs)
        protected = [line for one in objs for line in self.uses(one)]
        if protected:
            return [], {}, set(), protected
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        hanging = {
            model._meta.verbose_name
            for model, page in self.admin_site._registry.items()
            if isinstance(page, ReadOnlyAdmin) and model is not self.model
        }
        return deleted, counts, lacking - hanging, protected

    def uses(self, one: models.Model) -> list:
        """Lines for the refusal: what keeps `one` from being deleted."""
        return uses(one)


class ReadOnlyAdmin(EditorsAdmin):
    """Rows that are written by the registry's sync or by the fixtures: editors look at them."""

    actions = None

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class SluggedAdmin(EditorsAdmin):
    """A slug is part of an address that others link to: it is chosen once."""

    slug_from = "name"

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return [*self.readonly_fields, "slug"] if obj else [*self.readonly_fields]

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": [self.slug_from]}


words_changed = Signal()  # an editor changed words that trials are labelled with; sent with the `request`


class WordsAdmin(EditorsAdmin):
    """Rows whose words label trials: who labels them hears of every change."""

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        words_changed.send(self.model, request=request)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        if message:  # saved as it was
            words_changed.send(self.model, request=request)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        words_changed.send(self.model, request=request)
        return super().log_deletions(request, queryset)


class VocabularyAdmin(TranslatedAdmin, SluggedAdmin, WordsAdmin):
    """Entries that trials are labelled with."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With the number of trials that each entry labels; a veto does not count."""
        label = self.model._meta.get_field("labels")
        labels = label.related_model.objects.filter(vetoed=False)
        return super().get_queryset(request).annotate(trial_count=counted(labels, label.field.name))

    @admin.display(description="trials", ordering="trial_count")
    def trials_labelled(self, entry: models.Model) -> str:
        return trials_link(entry.trial_count, {self.opts.model_name: entry.slug})


class VocabularyFilter(admin.SimpleListFilter):
    """Narrows a list to one entry of a small vocabulary; `entries` are the entries, by slug."""

    template = "admin/vocabulary_filter.html"
    entries: ClassVar[models.QuerySet]

    def __init__(self, request: HttpRequest, *rest: Any) -> None:
        super().__init__(request, *rest)
        ours = (self.parameter_name, "p", "e")
        self.others = [(name, text) for name, texts in request.GET.lists() if name not in ours for text in texts]

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(self.entries.values_list("slug", "name"))

    def choices(self, changelist: ChangeList):
        yield {"value": "", "display": "All", "selected": not self.value()}
        for slug, name in self.lookup_choices:
            yield {"value": slug, "display": name, "selected": self.value() == slug}

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return self.narrow(queryset, self.entries.filter(slug=self.value())) if self.value() else queryset

    @abstractmethod
    def narrow(self, rows: models.QuerySet, entries: models.QuerySet) -> models.QuerySet:
        """The rows that have to do with one of the entries."""


# --- lines of an inline


class ShownChoice(forms.Widget):
    """A choice that has been made, as text. Spares the query that an autocomplete makes for each line."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html("{}", self.text)


class ChosenOnceForm(forms.ModelForm):
    """A line whose `chosen` link is picked when the line is added, and is shown from then on."""

    chosen: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.chosen in self.fields:
            field = self.fields[self.chosen]
            field.disabled = True
            field.widget = ShownChoice(str(getattr(self.instance, self.chosen)))


class SomeDeletable(forms.BaseInlineFormSet):
    """Lines of which only some can be deleted: `may_go` says which."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields and form.instance.pk and not self.may_go(form.instance):
            form.fields[DELETION_FIELD_NAME].disabled = True
            form.fields[DELETION_FIELD_NAME].widget = forms.HiddenInput()

    @abstractmethod
    def may_go(self, row: models.Model) -> bool:
        """Whether this line can be deleted."""


class NameInline(admin.TabularInline):
    """An entry's other names."""

    fields = ["text", "use"]
    extra = 0


# --- pieces of pages


def admin_link(row: models.Model | None, text: str = "") -> str:
    """A link to the row's own page in the admin."""
    if row is None:
        return "-"
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[quote(row.pk)])
    return format_html('<a href="{}">{}</a>', address, text or str(row))


def trials_link(number: int, query: dict[str, Any]) -> str:
    """A number of trials that leads to the list of them."""
    address = f"{reverse('admin:trials_trial_changelist')}?{urlencode(query)}"
    return format_html('<a href="{}">{}</a>', address, number)


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """An HTML table, everything in it escaped; a dash where there are no rows."""
    if not rows:
        return "-"
    lines = ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows)
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        format_html_join("", "<th>{}</th>", ((heading,) for heading in headings)),
        format_html_join("", "<tr>{}</tr>", lines),
    )


def readable(text: str | bytes) -> str:
    """JSON with a line for each value; what is not JSON as it is."""
    try:
        return in_pre(json.dumps(json.loads(text), indent=2, ensure_ascii=False))
    except ValueError:
        return in_pre(text.decode("utf-8", "replace") if isinstance(text, bytes) else text)


def in_pre(text: str) -> str:
    return format_html("<pre>{}</pre>", text)


def counted(rows: models.QuerySet, link: str, what: str = "pk") -> Coalesce:
    """How many of `rows` have the outer row as their `link`; computed for the lines of one page only."""
    number = rows.filter(**{link: models.OuterRef("pk")}).order_by().values(link)
    found = number.annotate(number=models.Count(what)).values("number")
    return Coalesce(models.Subquery(found, output_field=models.IntegerField()), 0)


def uses(one: models.Model) -> list:
    """What keeps a row from being deleted, as nested lines for `unordered_list`: how many, and some of them."""
    lines: list = []
    for relation in one._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many and relation.auto_created and relation.on_delete is models.PROTECT):
            continue
        users = relation.related_model._base_manager.filter(**{relation.field.name: one}).order_by("pk")
        count = users.count()
        if count:
            lines += [*_users(users, count)]
    return lines


def _users(users: models.QuerySet, count: int) -> list:
    opts = users.model._meta
    of_trials = any(field.name == "trial" for field in opts.fields)
    if of_trials:
        opts = opts.get_field("trial").related_model._meta
        shown = [row.trial for row in users.select_related("trial")[:EXAMPLES] if row.trial]
    else:
        shown = list(users[:EXAMPLES])
    kind = opts.verbose_name if count == 1 else opts.verbose_name_plural
    some = ", among them" if count > len(shown) else ""
    return [f"{count} {kind}{some}:", [admin_link(row) for row in shown]]
