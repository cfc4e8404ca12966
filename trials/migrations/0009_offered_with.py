from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trials', '0008_site_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='modality',
            name='offered_with',
            field=models.ManyToManyField(blank=True, help_text='Whoever types one of these may mean this one, too: its trials follow.', related_name='offered', to='trials.modality'),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER trials_stamp AFTER INSERT OR UPDATE OR DELETE ON trials_modality_offered_with"
            " FOR EACH STATEMENT EXECUTE FUNCTION trials_stamp_vocabulary()",
            "DROP TRIGGER trials_stamp ON trials_modality_offered_with",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER trials_stamp_all AFTER TRUNCATE ON trials_modality_offered_with"
            " FOR EACH STATEMENT EXECUTE FUNCTION trials_stamp_all()",
            "DROP TRIGGER trials_stamp_all ON trials_modality_offered_with",
        ),
    ]
