from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conditions', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='condition',
            name='basket',
            field=models.BooleanField(db_default=False, default=False, help_text='A trial of it takes people with several of them.', verbose_name='stands for every autoimmune disease'),
        ),
    ]
