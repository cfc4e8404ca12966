"""What a search reads: the words of texts in a narrow table, and stamps that name the trials that were touched."""

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# A text with letters apart from their accents, then without these; joints become spaces, apostrophes fall out. Most
# texts are plain ASCII, and search_terms is folded when it is written. A query is spelled so by plainly_spelled().
PLAINLY = """
    CREATE FUNCTION trials_plainly(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN octet_length(said) = char_length(said) THEN translate(said, '-/+''`', '   ')
        ELSE translate(regexp_replace(normalize(said, NFD), '[\u0300-\u036f]+', '', 'g'),
                       '-‐‑–—/+''’‘`´', '       ') END
    $$
"""
WRITE_WORDS = """
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO trials_trialwords (trial_id, title, said, eligibility)
        SELECT id, to_tsvector('english', trials_plainly(title)),
               to_tsvector('english', trials_plainly(summary) || E'\\n' || search_terms),
               to_tsvector('english', trials_plainly(eligibility))
          FROM changed {which}
            ON CONFLICT (trial_id) DO UPDATE
           SET title = excluded.title, said = excluded.said, eligibility = excluded.eligibility;
        RETURN NULL;
    END $$
"""
WHICH = """
    WHERE (title, summary, search_terms, eligibility) IS DISTINCT FROM (
        SELECT (before.title, before.summary, before.search_terms, before.eligibility)
          FROM before WHERE before.id = changed.id)
"""
TRIGGER = """
    CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {given} FOR EACH STATEMENT EXECUTE FUNCTION {call}
"""

# A write to one of these tables touches the vocabulary, no trial.
VOCABULARY = (
    "conditions_autoantibody",
    "conditions_autoantibody_conditions",
    "conditions_autoantibodyname",
    "conditions_condition",
    "conditions_term",
    "trials_cellsourcename",
    "trials_country",
    "trials_modality",
    "trials_modalityname",
    "trials_target",
    "trials_targetname",
    "trials_therapy",
    "trials_therapy_targets",
    "trials_therapyname",
)
# A write to one of these touches the trials that the query gives.
OF_TRIALS = {
    "trials_trial": "SELECT id FROM changed",
    "trials_trialautoantibody": "SELECT trial_id FROM changed",
    "trials_trialburden": "SELECT trial_id FROM changed",
    "trials_trialcondition": "SELECT trial_id FROM changed",
    "trials_trialmodality": "SELECT trial_id FROM changed",
    "trials_trialsite": "SELECT trial_id FROM changed",
    "trials_trialtarget": "SELECT trial_id FROM changed",
    "trials_trialtherapy": "SELECT trial_id FROM changed",
    "trials_site": "SELECT trial_id FROM trials_trialsite WHERE site_id IN (SELECT id FROM changed)",
    "trials_sponsor": "SELECT id FROM trials_trial WHERE sponsor_id IN (SELECT id FROM changed)",
}
STAMPED_BEFORE = (
    "conditions_autoantibody",
    "conditions_condition",
    "conditions_term",
    "trials_country",
    "trials_modality",
    "trials_site",
    "trials_target",
    "trials_therapy",
    "trials_trial",
    "trials_trialcondition",
    "trials_trialmodality",
    "trials_trialsite",
    "trials_trialtarget",
)
STAMP = """
    CREATE FUNCTION {name} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO trials_stamp (transaction, trials) VALUES (pg_current_xact_id()::text::bigint, {trials});
        RETURN NULL;
    END $$
"""
TOUCH = """
    CREATE FUNCTION trials_stamp_touched() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE touched bigint[];
    BEGIN
        EXECUTE format('SELECT array_agg(DISTINCT found.pk) FROM (%s) AS found (pk)', TG_ARGV[0]) INTO touched;
        IF touched IS NOT NULL THEN
            INSERT INTO trials_stamp (transaction, trials) VALUES (pg_current_xact_id()::text::bigint, touched);
        END IF;
        RETURN NULL;
    END $$
"""
GIVEN = {
    "INSERT": "NEW TABLE AS changed",
    "UPDATE": "NEW TABLE AS changed",
    "DELETE": "OLD TABLE AS changed",
}


def stamps():
    """Triggers by their new rules in the place of those that said no more than that something was written."""
    for table in STAMPED_BEFORE:
        yield migrations.RunSQL(f"DROP TRIGGER trials_stamp ON {table}")
    yield migrations.RunSQL("DROP FUNCTION trials_stamp()")
    yield migrations.RunSQL(STAMP.format(name="trials_stamp_vocabulary()", trials="'{}'"))
    yield migrations.RunSQL(STAMP.format(name="trials_stamp_all()", trials="NULL"))
    yield migrations.RunSQL(TOUCH)
    for table in VOCABULARY:
        yield migrations.RunSQL(
            f"CREATE TRIGGER trials_stamp AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION trials_stamp_vocabulary()"
        )
    for table in (*VOCABULARY, *OF_TRIALS):
        yield migrations.RunSQL(
            f"CREATE TRIGGER trials_stamp_all AFTER TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION trials_stamp_all()"
        )
    for table, touched in OF_TRIALS.items():
        for event, given in GIVEN.items():
            call = f"trials_stamp_touched('{touched}')"
            name = f"trials_stamp_{event.lower()}"
            yield migrations.RunSQL(TRIGGER.format(name=name, event=event, table=table, given=given, call=call))


class Migration(migrations.Migration):

    dependencies = [
        ('conditions', '0002_basket'),
        ('trials', '0005_labels'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrialWords',
            fields=[
                ('trial', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words', serialize=False, to='trials.trial')),
                ('title', django.contrib.postgres.search.SearchVectorField()),
                ('said', django.contrib.postgres.search.SearchVectorField(help_text='Summary, interventions, keywords, sponsors, places.')),
                ('eligibility', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        # Long rows leave the table for its TOAST: what a search walks through stays small.
        migrations.RunSQL("ALTER TABLE trials_trialwords SET (toast_tuple_target = 128)", migrations.RunSQL.noop),
        migrations.RunSQL(PLAINLY),
        migrations.RunSQL(WRITE_WORDS.format(name="trials_write_words", which="")),
        migrations.RunSQL(WRITE_WORDS.format(name="trials_rewrite_words", which=WHICH)),
        migrations.RunSQL(TRIGGER.format(name="trials_write_words", event="INSERT", table="trials_trial", given="NEW TABLE AS changed", call="trials_write_words()")),
        migrations.RunSQL(TRIGGER.format(name="trials_rewrite_words", event="UPDATE", table="trials_trial", given="OLD TABLE AS before NEW TABLE AS changed", call="trials_rewrite_words()")),
        # A stamp of before may have touched anything; no process that reads them by the new rule has held it.
        migrations.RunSQL("DELETE FROM trials_stamp", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='stamp',
            name='transaction',
            field=models.BigIntegerField(help_text="PostgreSQL's number of the transaction that wrote."),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='stamp',
            name='trials',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='Their primary keys; null: all.', null=True, size=None),
        ),
        *stamps(),
    ]
