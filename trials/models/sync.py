"""What came from the registry, and how each run of the sync went."""

from urllib.parse import urlsplit

from django.db import models

from trials.models.trial import Trial


class RegistryQuery(models.Model):
    """One question put to the registry; its answers are candidates, and the field's rule decides."""

    name = models.CharField(max_length=100, unique=True)
    condition = models.TextField("query.cond", blank=True)
    intervention = models.TextField("query.intr", blank=True)
    term = models.TextField("query.term", blank=True)
    advanced = models.TextField("filter.advanced", blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "registry queries"

    def __str__(self) -> str:
        return self.name


class SyncRunQuerySet(models.QuerySet):
    def good(self) -> "SyncRunQuerySet":
        """Runs that went through to their end."""
        return self.filter(outcome__in=[SyncRun.Outcome.WELL, SyncRun.Outcome.SET_ASIDE])

    def of_the_registry(self) -> "SyncRunQuerySet":
        """Runs that asked the registry itself, not a file."""
        return self.filter(origin__startswith="http")


class SyncRun(models.Model):
    """One run: where from, what it did, how it ended."""

    class Outcome(models.TextChoices):
        RUNNING = "running", "Running"
        WELL = "well", "All went well"
        SET_ASIDE = "set-aside", "Done; some records could not be read"
        FAILED = "failed", "Stopped before its end"

    origin = models.TextField(help_text="A path, or the registry's address.")
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.RUNNING)
    message = models.TextField(blank=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)

    objects = SyncRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started"]

    def __str__(self) -> str:
        return f"{self.started:%Y-%m-%d %H:%M} {self.origin}"

    @property
    def origin_in_words(self) -> str:
        """For patients: the registry's host, or that a file was read; no path of ours."""
        return urlsplit(self.origin).hostname or "a file of registry records"


class SetAside(models.Model):
    """A record that could not be read, as it came."""

    run = models.ForeignKey(SyncRun, models.CASCADE, related_name="records_set_aside")
    nct_id = models.CharField(max_length=20, blank=True)
    place = models.TextField(help_text="The file and line, or the page.")
    reason = models.TextField()
    record = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "records set aside"

    def __str__(self) -> str:
        return f"{self.nct_id or self.place}: {self.reason}"


class Snapshot(models.Model):
    """A version of a study as the registry gave it: its JSON, compressed with zlib."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="snapshots")
    digest = models.BinaryField(max_length=16)
    body = models.BinaryField()
    registry_updated = models.DateField(null=True, blank=True)
    fetched = models.DateTimeField()

    class Meta:
        ordering = ["-fetched"]
        constraints = [models.UniqueConstraint(fields=["trial", "digest"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"{self.trial_id} as of {self.fetched:%Y-%m-%d}"
