"""Words of the trials that are held, a few thousand at a time while the finder runs, then the indexes over them."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations

AT_ONCE = 2000
WORDS = """
    INSERT INTO trials_trialwords (trial_id, title, said, eligibility)
    SELECT id, to_tsvector('english', trials_plainly(title)),
           to_tsvector('english', trials_plainly(summary) || E'\\n' || search_terms),
           to_tsvector('english', trials_plainly(eligibility))
      FROM trials_trial WHERE id > %s AND id <= %s ON CONFLICT DO NOTHING
"""
# Which trials hold a query, by the weight of the place. PostgreSQL thinks that to read the whole table is cheaper for a
# common word, and does not know that it would unpack every text; the indexes answer in a tenth of the time.
HOLDING = """
    CREATE FUNCTION trials_holding(query tsquery, OUT title bigint[], OUT said bigint[], OUT eligibility bigint[])
    LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT (SELECT array_agg(trial_id) FROM trials_trialwords AS held WHERE held.title @@ query),
           (SELECT array_agg(trial_id) FROM trials_trialwords AS held WHERE held.said @@ query),
           (SELECT array_agg(trial_id) FROM trials_trialwords AS held WHERE held.eligibility @@ query)
    $$
"""


def write_words(apps, schema_editor):
    """Each batch is its own transaction; what a trigger wrote meanwhile stays."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM trials_trial")
        last = cursor.fetchone()[0]
        for first in range(0, last, AT_ONCE):
            cursor.execute(WORDS, [first, first + AT_ONCE])


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('trials', '0006_search'),
    ]

    operations = [
        migrations.RunPython(write_words, migrations.RunPython.noop),
        AddIndexConcurrently('trialwords', django.contrib.postgres.indexes.GinIndex(fields=['title'], name='words_of_titles')),
        AddIndexConcurrently('trialwords', django.contrib.postgres.indexes.GinIndex(fields=['said'], name='words_said')),
        AddIndexConcurrently('trialwords', django.contrib.postgres.indexes.GinIndex(fields=['eligibility'], name='words_of_eligibility')),
        migrations.RunSQL(HOLDING, "DROP FUNCTION trials_holding(tsquery)"),
        RemoveIndexConcurrently('trial', 'trial_search'),
        migrations.RemoveField(model_name='trial', name='search_vector'),
    ]
