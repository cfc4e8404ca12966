"""How processes know that what they hold of the data in memory is still so, and which trials to read again."""

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

KEPT = 1000


class Stamp(models.Model):
    """A row for each statement that wrote something a search reads; PostgreSQL's own triggers add them.

    It names the trials that were touched: none where only the vocabulary was, and null where everything may have been.
    A row is seen when its transaction's data are, never before; which rows are new since some moment is told by that
    moment's snapshot, since transactions do not end in the order in which they began.
    """

    transaction = models.BigIntegerField(help_text="PostgreSQL's number of the transaction that wrote.")
    trials = ArrayField(models.BigIntegerField(), null=True, help_text="Their primary keys; null: all.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def prune(cls) -> None:
        """Drop all but the newest rows. In their place one says that everything may have been touched, so that each
        process reads everything anew, once: which of the dropped rows it has seen, nobody can tell any more."""
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH old AS (DELETE FROM trials_stamp WHERE id < (SELECT max(id) FROM trials_stamp) - %s RETURNING *)"
                " INSERT INTO trials_stamp (transaction, trials)"
                " SELECT pg_current_xact_id()::text::bigint, NULL FROM old"
                " HAVING count(*) > 0",
                [KEPT],
            )
