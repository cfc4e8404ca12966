"""What a patient reads around the trials. Every row knows where its words come from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from guide import prose
from sources.models import Source

# Pages that show more than their sections. Their addresses do not change: other sites link to them.
TREATMENTS_PAGE = "treatments-compared"
QUESTIONS_PAGE = "questions"
RISKS_PAGE = "risks"

# The section that stands below every page.
NOTICE = "not-medical-advice"


class SourcedQuerySet(models.QuerySet):
    def with_source(self) -> "SourcedQuerySet":
        """The rows with their sources, in one query: no text is shown without its source."""
        return self.select_related("source")


class Sourced(models.Model):
    """A text with a place among its like and a source."""

    position = models.PositiveSmallIntegerField(default=0, help_text="1 comes first.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")

    objects = SourcedQuerySet.as_manager()

    class Meta:
        abstract = True


class Page(Sourced):
    """A page of the guide."""

    slug = models.SlugField("address", max_length=100, unique=True)
    title = models.CharField(max_length=200, unique=True)
    lead = models.TextField(help_text="One or two sentences: what a patient finds on the page.")
    i18n = TranslationField(fields=("title", "lead"))

    class Meta:
        ordering = ["position", "title"]
        constraints = [models.CheckConstraint(condition=~Q(title="") & ~Q(lead=""), name="guide_page_has_words")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("guide_page", args=[self.slug])


class Drawing(models.TextChoices):
    """A picture that a section can stand with; each has its template of that name in `guide/drawings/`."""

    CAR_T = "car-t", _("A T cell finds a B cell")
    CAAR_T = "caar-t", _("CAR-T beside CAAR-T")
    WHOSE_CELLS = "whose-cells", _("Your own cells, a donor’s, or made inside the body")
    CAR_TREG = "car-treg", _("A calming T cell")
    WAY_THROUGH = "way-through", _("The way through a trial")
    STANDINGS = "standings", _("The four marks beside a trial")


class SectionQuerySet(SourcedQuerySet):
    def of_page(self, page: Page) -> "SectionQuerySet":
        """What the page shows: its own sections, and the notice that stands below every page."""
        return self.filter(Q(page=page) | Q(anchor=NOTICE))


class Section(Sourced):
    """A part of a page under its own heading; `anchor` is its address within the page."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=200)
    anchor = models.SlugField(
        max_length=100, help_text=f"The section's address in its page. “{NOTICE}” stands below every page."
    )
    body = models.TextField(help_text=prose.HELP)
    drawing = models.CharField(max_length=20, choices=Drawing, blank=True, help_text="Stands below the words.")
    i18n = TranslationField(fields=("heading", "body"))

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["page__position", "position", "heading"]
        constraints = [
            models.UniqueConstraint(fields=["page", "anchor"], name="guide_section_anchor_once_a_page"),
            models.UniqueConstraint(fields=["anchor"], condition=Q(anchor=NOTICE), name="guide_section_one_notice"),
            models.CheckConstraint(condition=~Q(heading="") & ~Q(body=""), name="guide_section_has_words"),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return f"{self.page.get_absolute_url()}#{self.anchor}"

    def blocks(self) -> list[prose.Block]:
        """The body's paragraphs and lists."""
        return prose.blocks(self.body_i18n)

    def drawing_template(self) -> str:
        return f"guide/drawings/{self.drawing}.html"


class Treatment(Sourced):
    """A row of the comparison of treatments."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200, unique=True)
    examples = models.CharField(max_length=200, blank=True)
    mechanism = models.TextField("how it works")
    long_term_effect = models.TextField("effect over time")
    side_effects = models.TextField("main side effects")
    i18n = TranslationField(fields=("name", "examples", "mechanism", "long_term_effect", "side_effects"))

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(mechanism="") & ~Q(long_term_effect="") & ~Q(side_effects=""),
                name="guide_treatment_has_no_empty_cell",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('guide_page', args=[TREATMENTS_PAGE])}#treatment-{self.slug}"


class Question(Sourced):
    """A question that patients ask, and our answer."""

    slug = models.SlugField(max_length=100, unique=True)
    question = models.CharField(max_length=200, unique=True)
    answer = models.TextField(help_text=prose.HELP)
    i18n = TranslationField(fields=("question", "answer"))

    class Meta:
        ordering = ["position", "question"]
        constraints = [models.CheckConstraint(condition=~Q(answer=""), name="guide_question_answered")]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return f"{reverse('guide_page', args=[QUESTIONS_PAGE])}#question-{self.slug}"

    def blocks(self) -> list[prose.Block]:
        """The answer's paragraphs and lists."""
        return prose.blocks(self.answer_i18n)


class FigureQuerySet(SourcedQuerySet):
    def in_front(self) -> "FigureQuerySet":
        """The few that the guide's first page shows, each with the page that says more."""
        return self.filter(on_index=True).select_related("page")


class Figure(Sourced):
    """A number, what it counts, and what to know beside it."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="figures")
    slug = models.SlugField(max_length=100, unique=True)
    label = models.CharField(max_length=100, help_text="What is counted.")
    value = models.CharField(max_length=60, help_text="As the source gives it: 15, about $500,000.")
    context = models.CharField(max_length=300)
    on_index = models.BooleanField("on the guide's first page", default=False)
    i18n = TranslationField(fields=("label", "value", "context"))

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["page__position", "position", "label"]
        constraints = [
            models.CheckConstraint(condition=~Q(value="") & ~Q(label=""), name="guide_figure_has_value_and_label")
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"

    def get_absolute_url(self) -> str:
        return f"{self.page.get_absolute_url()}#figure-{self.slug}"


class TypicalRisksQuerySet(SourcedQuerySet):
    def of(self, kinds: list[str], cell_source: str) -> "TypicalRisksQuerySet":
        """What is said of any of these kinds of therapy, and of whose cells they are; all by slug."""
        return self.filter(Q(kinds__overlap=kinds) | Q(cell_sources__contains=[cell_source]))


class TypicalRisks(Sourced):
    """The risks that kinds of cell therapy typically have, and what doctors do about them."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200, unique=True, help_text="The kinds of therapy, as patients say it.")
    kinds = ArrayField(
        models.SlugField(max_length=100), blank=True, default=list, help_text="Slugs of kinds of therapy."
    )
    cell_sources = ArrayField(
        models.SlugField(max_length=20), blank=True, default=list, help_text="autologous, allogeneic or in-vivo."
    )
    risks = models.TextField(help_text=prose.HELP)
    handling = models.TextField("what doctors do", help_text=prose.HELP)
    i18n = TranslationField(fields=("name", "risks", "handling"))

    objects = TypicalRisksQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "typical risks"
        constraints = [
            models.CheckConstraint(condition=~Q(risks="") & ~Q(handling=""), name="guide_typical_risks_say_something")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('guide_page', args=[RISKS_PAGE])}#risks-{self.slug}"

    def risk_blocks(self) -> list[prose.Block]:
        return prose.blocks(self.risks_i18n)

    def handling_blocks(self) -> list[prose.Block]:
        return prose.blocks(self.handling_i18n)


class GlossaryEntry(models.Model):
    """A hard word of trial records or of our own pages, and what it means."""

    slug = models.SlugField(max_length=100, unique=True)
    word = models.CharField(max_length=100, unique=True)
    forms = models.TextField(
        "other forms",
        blank=True,
        help_text="One a line: how texts write it. A form with capitals inside, such as ANC, is found only as written.",
    )
    plain = models.TextField(help_text="What it means, in at most two short sentences.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    changed = models.DateTimeField(auto_now=True)
    i18n = TranslationField(fields=("word", "forms", "plain"))

    objects = SourcedQuerySet.as_manager()

    class Meta:
        ordering = ["word"]
        verbose_name_plural = "glossary entries"
        constraints = [
            models.CheckConstraint(condition=~Q(word="") & ~Q(plain=""), name="guide_glossary_entry_is_explained")
        ]

    def __str__(self) -> str:
        return self.word

    def get_absolute_url(self) -> str:
        return f"{reverse('glossary')}#word-{self.slug}"

    def other_forms(self) -> list[str]:
        """How texts write it beside its name, in the language of the page."""
        return [form for form in (self.forms_i18n or "").splitlines() if form and form != self.word_i18n]
