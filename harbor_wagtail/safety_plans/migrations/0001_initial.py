# Written with Django 5.2 on Wagtail 7.0, so that every supported Wagtail can load it.

from django.db import migrations, models

from harbor_wagtail.first_migration import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        # Of no table: so that taking down the package's takes down all.
        ('harbor_wagtail', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=160)),
                ('kind', models.CharField(max_length=16)),
                ('digest', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField()),
                ('pages', models.PositiveSmallIntegerField(null=True)),
                ('fields', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'file of a plan',
                'verbose_name_plural': 'files of plans',
                'constraints': [models.UniqueConstraint(fields=('owner', 'kind'), name='harbor_plans_one_file_of_a_kind')],
            },
        ),
    ]
