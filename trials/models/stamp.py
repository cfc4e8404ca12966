"""How processes know that what they hold of the data in memory is still so."""

from django.db import connection, models

KEPT = 1000


class Stamp(models.Model):
    """A row for each statement that wrote something a search reads; PostgreSQL's own triggers add them.

    Their number and the newest of them tell one state of the data from every other: a transaction's rows are seen
    when its data are, and never before.
    """

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def now(cls) -> tuple[int, int]:
        """The state of the data; read it before the data."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM trials_stamp")
            return cursor.fetchone()

    @classmethod
    def prune(cls) -> None:
        """Drop all but the newest rows; counts as a change."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM trials_stamp WHERE id < (SELECT max(id) FROM trials_stamp) - %s", [KEPT])
