"""What came from the registry, and how each run of the sync went."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.db import connection, models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trials.models.trial import Trial

SYNC_LOCK = 0x51AC  # the advisory lock that a run holds from its first row to its last
HELD = """
    SELECT EXISTS (
        SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
         WHERE locktype = 'advisory' AND objid = %s AND granted AND datname = current_database())
"""


class RegistryQuery(models.Model):
    """One question put to the registry; its answers are candidates, and the field's rule decides.

    `complete_to` and `swept_to` are moments of the registry's clock, true of the words and the registry that
    `asked_as` is the fingerprint of: other words begin anew.
    """

    name = models.CharField(max_length=100, unique=True)
    condition = models.TextField("query.cond", blank=True)
    intervention = models.TextField("query.intr", blank=True)
    term = models.TextField("query.term", blank=True)
    advanced = models.TextField("filter.advanced", blank=True)
    active = models.BooleanField(default=True)
    complete_to = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="All that the registry had posted by then is in."
    )
    swept_to = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When it was last listed whole.",
    )
    asked_as = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "registry queries"

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> dict[str, str]:
        """The parameters of the registry's API that ask this question."""
        said = {
            "query.cond": self.condition,
            "query.intr": self.intervention,
            "query.term": self.term,
            "filter.advanced": self.advanced,
        }
        return {name: words for name, words in said.items() if words}


class SyncRunQuerySet(models.QuerySet):
    def good(self) -> "SyncRunQuerySet":
        """Runs that went through to their end."""
        return self.filter(outcome__in=[SyncRun.Outcome.WELL, SyncRun.Outcome.SET_ASIDE])

    def of_the_registry(self) -> "SyncRunQuerySet":
        """Runs that asked the registry itself, not a file."""
        return self.filter(origin__startswith="http")

    def under_way(self) -> bool:
        """Whether a sync runs now, in whatever process: PostgreSQL knows who holds the lock, and who has died."""
        with connection.cursor() as cursor:
            cursor.execute(HELD, [SYNC_LOCK])
            return cursor.fetchone()[0]


class SyncRun(models.Model):
    """One run: where from, what it asked, what it did, how it ended. `registry_time` is the registry's own clock."""

    class Outcome(models.TextChoices):
        RUNNING = "running", _("Running")
        WELL = "well", _("All went well")
        SET_ASIDE = "set-aside", _("Done; some records could not be read")
        FAILED = "failed", _("Stopped before its end")

    origin = models.TextField(help_text="A path, or the registry's address.")
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.RUNNING)
    message = models.TextField(blank=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    vanished = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    retried = models.PositiveIntegerField("requests asked again", default=0)
    asked = models.TextField(blank=True, help_text="Each query, and since when.")
    expected = models.PositiveIntegerField(null=True, blank=True, help_text="Studies that the registry announced.")
    registry_time = models.DateTimeField("registry's data as of", null=True, blank=True)

    objects = SyncRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started"]
        permissions = [("run_sync", "Can start a sync")]

    def __str__(self) -> str:
        return f"{self.started:%Y-%m-%d %H:%M} {self.origin}"

    @property
    def seen(self) -> int:
        """Studies that came so far."""
        return self.new + self.changed + self.unchanged + self.set_aside

    @property
    def runs(self) -> bool:
        """Whether it is under way; one that was killed could not say that it is not."""
        return self.outcome == self.Outcome.RUNNING and SyncRun.objects.under_way()

    @property
    def how_it_ended(self) -> str:
        """In words; of one under way, how far it is."""
        if self.outcome != self.Outcome.RUNNING:
            return self.get_outcome_display()
        if not self.runs:
            return gettext("Ended without a word")
        if not self.expected:
            return gettext("Running: %(seen)s studies so far") % {"seen": self.seen}
        return gettext("Running: %(seen)s studies of %(expected)s so far") % {
            "seen": self.seen,
            "expected": self.expected,
        }

    @property
    def took(self) -> timedelta | None:
        """How long it took; None while it runs, and where nobody saw its end."""
        return self.finished - self.started if self.finished else None

    @property
    def origin_in_words(self) -> str:
        """For patients: the registry's host, or that a file was read; no path of ours."""
        return urlsplit(self.origin).hostname or gettext("a file of registry records")


class Rereading(models.Model):
    """One reading of all kept records with other words than before: a row for editors, who changed the words."""

    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)
    expected = models.PositiveIntegerField("trials to read", default=0)
    read = models.PositiveIntegerField("trials read", default=0)
    moved = models.PositiveIntegerField("trials with other labels", default=0)
    what_moved = models.TextField(blank=True, help_text="A line for each trial whose labels are others now.")

    class Meta:
        ordering = ["-started"]

    def __str__(self) -> str:
        return f"{self.started:%Y-%m-%d %H:%M}: {self.moved} of {self.read} moved"


class SetAside(models.Model):
    """A record that could not be read, as it came."""

    run = models.ForeignKey(SyncRun, models.CASCADE, related_name="records_set_aside")
    nct_id = models.CharField(max_length=20, blank=True)
    place = models.TextField(help_text="The file and line, or the page.")
    reason = models.TextField()
    record = models.TextField(blank=True)
    read_later = models.DateTimeField(null=True, blank=True, help_text="When a readable record of the study came.")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "records set aside"

    def __str__(self) -> str:
        return f"{self.nct_id or self.place}: {self.reason}"


class Snapshot(models.Model):
    """A version of a study as the registry gave it: its JSON, compressed with zlib. `late`: an older one than was
    held when it came, kept and never shown."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="snapshots")
    digest = models.BinaryField(max_length=16)
    body = models.BinaryField()
    registry_updated = models.DateField(null=True, blank=True)
    fetched = models.DateTimeField()
    late = models.BooleanField("came after a newer one", default=False)

    class Meta:
        ordering = ["-fetched", "-pk"]
        indexes = [models.Index(fields=["trial", "digest"], name="snapshot_version")]

    def __str__(self) -> str:
        return f"{self.trial_id} as of {self.fetched:%Y-%m-%d}"
