# Written with Django 5.2 on Wagtail 7.0, so that every supported Wagtail can load it.

import django.core.validators
import django.db.models.deletion
import harbor_wagtail.models.hotline
import harbor_wagtail.models.settings
import harbor_wagtail.models.settings_text
import harbor_wagtail.safety.exits
import harbor_wagtail.theme
import modelcluster.fields
import wagtail.models.preview
import wagtail.search.index
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from harbor_wagtail.first_migration import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        # The host's own image model, whichever it is.
        migrations.swappable_dependency(get_image_model_string()),
        ('wagtailcore', '0094_alter_page_locale'),
        # Every Wagtail site has these apps, and by the alphabet their migrations would come after ours: each would build
        # our hundred models once more, and a host's first `migrate` take half as long again.
        ('wagtailadmin', '0005_editingsession_is_editing'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailusers', '0014_userprofile_contrast'),
        migrations.swappable_dependency(get_document_model_string()),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('web', 'web address'), ('phone', 'number')], default='web', editable=False, max_length=5, verbose_name='kind')),
                ('target', models.TextField(editable=False, verbose_name='address')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('tried_at', models.DateTimeField(db_index=True, editable=False, null=True, verbose_name='last tried')),
                ('good_on', models.DateField(editable=False, null=True, verbose_name='last seen good')),
                ('failed_on', models.DateField(editable=False, null=True, verbose_name='last failed')),
                ('failed_days', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='days failed in a row')),
                ('problem', models.CharField(blank=True, choices=[('gone', 'the page is gone'), ('error', 'the server answers with an error'), ('no-host', 'no server of this name'), ('no-answer', 'no answer'), ('certificate', 'browsers warn of its certificate'), ('elsewhere', 'leads to another site'), ('parked', 'the name seems to be for sale, or the account closed'), ('loop', 'leads in a circle'), ('not-public', 'leads to an address inside a network'), ('malformed', 'is not a web address that a browser can open'), ('phone', 'is not a number that a phone can call')], editable=False, max_length=12, verbose_name='problem')),
                ('detail', models.CharField(blank=True, editable=False, max_length=255, verbose_name='detail')),
                ('accepted', models.CharField(blank=True, editable=False, max_length=300, verbose_name='found right')),
            ],
            options={
                'verbose_name': 'link that was tried',
                'verbose_name_plural': 'links that were tried',
            },
        ),
        migrations.CreateModel(
            name='TileLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
            ],
            options={
                'verbose_name': 'map of squares',
                'verbose_name_plural': 'maps of squares',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='HarborSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site_name', models.CharField(blank=True, help_text='Beside the logo on directory and plan pages. Empty: the name of the Wagtail site.', max_length=120, verbose_name='name shown to visitors')),
                ('color_ink', models.CharField(blank=True, help_text='Text. Empty: #1d2433.', max_length=7, validators=[harbor_wagtail.theme.validate_hex], verbose_name='text color')),
                ('color_surface', models.CharField(blank=True, help_text='Cards, forms and the top of the page. Empty: #ffffff.', max_length=7, validators=[harbor_wagtail.theme.validate_hex], verbose_name='ground color')),
                ('color_accent', models.CharField(blank=True, help_text='Links and the main button. Empty: #1f5f6b.', max_length=7, validators=[harbor_wagtail.theme.validate_hex], verbose_name='accent color')),
                ('color_accent_ink', models.CharField(blank=True, help_text='Words on the main button. Empty: #ffffff.', max_length=7, validators=[harbor_wagtail.theme.validate_hex], verbose_name='text on the accent')),
                ('exit_url', models.URLField(default='https://www.weather.gov/', help_text='A plain page that anybody might have open. It must begin with https:// and be another site.', verbose_name='where the exit leads')),
                ('exit_by_key', models.BooleanField(default=True, help_text='For people at a keyboard. Switch it off if it gets in the way of other software that your visitors use.', verbose_name='leave by pressing Shift three times')),
                ('discreet', models.BooleanField(default=False, help_text='Tabs, histories and printed pages then carry the neutral title below instead of names that tell what was read, and files get neutral names. Search engines and bookmarks show the neutral title too.', verbose_name='discreet mode')),
                ('show_danger_line', models.BooleanField(default=True, help_text="The line under the page's top: who to call now. Visitors see it on all directory and plan pages.", verbose_name='show the danger line')),
                ('emergency_number', models.CharField(default='911', max_length=20, validators=[harbor_wagtail.models.settings.validate_emergency_number], verbose_name='emergency number')),
                ('default_state', models.CharField(blank=True, help_text='Tells two counties of one name apart when nothing else does.', max_length=2, validators=[harbor_wagtail.models.settings.validate_state], verbose_name='usual state')),
                ('privacy_passed_at', models.DateTimeField(blank=True, editable=False, help_text='Written by harbor_check --privacy; what this site says about itself is shown only while it holds.', null=True, verbose_name='public pages last passed the check')),
                ('list_in_search_engines', models.BooleanField(default=True, help_text='Off: directory and plan pages ask search engines to leave them out.', verbose_name='search engines may list the directory')),
                ('search_in_address', models.BooleanField(default=False, help_text="On: a search can be linked to and sent on. Its words then stand in the visitor's address bar and history and in the logs of servers, and the page says so. Leave it off where visitors may be watched.", verbose_name='a search stands in its address')),
                ('words_hold_back', models.BooleanField(default=False, help_text='On: a page with words that must not stay is kept as a draft until they are gone. Off: the editor only says so.', verbose_name='harmful words hold a page back')),
                ('count_pages', models.BooleanField(default=False, help_text='For funders: how often each page was opened on a day, and nothing about who opened it. Visitors are told.', verbose_name='count how often pages are opened')),
                ('logo', models.ForeignKey(blank=True, help_text='Shown 32 pixels high beside the name, which says the same in words.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=get_image_model_string(), verbose_name='logo')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'Harbor settings',
                'verbose_name_plural': 'Harbor settings',
            },
        ),
        migrations.CreateModel(
            name='Hotline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('call_number', models.CharField(blank=True, max_length=40, validators=[harbor_wagtail.models.hotline.validate_number], verbose_name='number to call')),
                ('text_number', models.CharField(blank=True, max_length=40, validators=[harbor_wagtail.models.hotline.validate_number], verbose_name='number to text')),
                ('text_keyword', models.CharField(blank=True, help_text='The word to send, such as HELP. Often empty.', max_length=20, verbose_name='word to text')),
                ('chat_url', models.URLField(blank=True, verbose_name='address of the chat')),
                ('tty_number', models.CharField(blank=True, help_text='For callers who are deaf or hard of hearing.', max_length=40, validators=[harbor_wagtail.models.hotline.validate_number], verbose_name='TTY number')),
                ('always_open', models.BooleanField(default=False, verbose_name='open day and night, every day')),
                ('may_tell', models.CharField(blank=True, choices=[('nobody', 'tell nobody unless the caller asks them to'), ('danger', 'may tell the police when somebody is in danger'), ('minors', 'have to report harm to somebody under 18')], help_text='Ask when you call. Empty: visitors read “ask first whether they have to tell anybody”.', max_length=12, verbose_name='those who answer')),
                ('placement', models.CharField(choices=[('danger', 'in the danger line, and everywhere else'), ('everywhere', 'at the foot of every page and in the directory'), ('directory', 'in the directory only')], default='everywhere', max_length=12, verbose_name='shown')),
                ('sort_order', models.IntegerField(default=0, help_text='Small numbers come first.', verbose_name='order')),
                ('source', models.CharField(blank=True, help_text='Where the numbers come from. Not shown to visitors.', max_length=255, verbose_name='source')),
                ('checked_on', models.DateField(blank=True, editable=False, help_text='The latest day somebody of the team called or read the source.', null=True, verbose_name='numbers checked on')),
                ('example', models.BooleanField(default=False, help_text='Made up, for a demonstration. Visitors are told so.', verbose_name='example')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
            ],
            options={
                'verbose_name': 'hotline',
                'verbose_name_plural': 'hotlines',
                'ordering': ['sort_order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('call_number', ''), ('chat_url', ''), ('text_number', ''), ('tty_number', ''), _negated=True), name='harbor_wagtail_hotline_reachable', violation_error_message='Give one way to reach it or more: a number to call or text, a chat, a TTY.')],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='HotlineCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('called', 'called it, and somebody answered'), ('texted', 'wrote to it, and somebody answered'), ('read', "read the hotline's own page")], max_length=8, verbose_name='how')),
                ('checked_on', models.DateField(verbose_name='on')),
                ('role', models.CharField(blank=True, help_text='Such as “youth worker”.', max_length=120, verbose_name='role')),
                ('checked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('hotline', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='harbor_wagtail.hotline', verbose_name='hotline')),
            ],
            options={
                'verbose_name': 'check of a hotline',
                'verbose_name_plural': 'checks of hotlines',
                'ordering': ['-checked_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='HotlineText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Short enough to stand before the number.', max_length=120, verbose_name='name')),
                ('description', models.TextField(blank=True, help_text='One plain sentence: who may call, why.', verbose_name='description')),
                ('hours_note', models.CharField(blank=True, help_text='In words, when it is not open day and night.', max_length=120, verbose_name='hours')),
                ('languages_note', models.CharField(blank=True, help_text='Such as “any language, by interpreter”.', max_length=120, verbose_name='languages spoken')),
                ('answered_by', models.CharField(blank=True, help_text='Such as “trained volunteers” or “a nurse”.', max_length=120, verbose_name='who answers')),
                ('hotline', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='harbor_wagtail.hotline')),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='language')),
            ],
            options={
                'verbose_name': 'words of a hotline',
                'verbose_name_plural': 'words of hotlines',
                'constraints': [models.UniqueConstraint(fields=('hotline', 'locale'), name='harbor_wagtail_hotline_text', violation_error_message='There are already words in this language.')],
            },
        ),
        migrations.CreateModel(
            name='Jurisdiction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(help_text='Such as north-dakota.', max_length=80, unique=True, verbose_name='name in addresses')),
                ('code', models.CharField(blank=True, help_text='Short: the map and spreadsheets call the place by it.', max_length=12, verbose_name='code')),
                ('kind', models.CharField(choices=[('country', 'country'), ('state', 'state'), ('district', 'district'), ('territory', 'territory'), ('tribal_nation', 'tribal nation'), ('county', 'county'), ('custom', 'another kind of place')], default='state', max_length=16, verbose_name='kind')),
                ('region', models.CharField(blank=True, help_text='Neighbours are compared within it. Often empty.', max_length=80, verbose_name='region')),
                ('example', models.BooleanField(default=False, help_text='Invented. Only invented frameworks may grade it.', verbose_name='example')),
                ('parent', models.ForeignKey(blank=True, help_text='A tribal nation has its own law: it is part of a country, not of a state.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='harbor_wagtail.jurisdiction', verbose_name='part of')),
            ],
            options={
                'verbose_name': 'place that makes laws',
                'verbose_name_plural': 'places that make laws',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('parent', 'code'), name='harbor_wagtail_jurisdiction_code', violation_error_message='Another place of the same country has this code.')],
            },
        ),
        migrations.CreateModel(
            name='PageCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(editable=False, verbose_name='day')),
                ('page', models.BigIntegerField(editable=False, verbose_name='page')),
                ('page_type', models.CharField(editable=False, max_length=120, verbose_name='kind of page')),
                ('what', models.CharField(blank=True, editable=False, max_length=60, verbose_name='what')),
                ('number', models.PositiveIntegerField(default=0, editable=False, verbose_name='number')),
            ],
            options={
                'verbose_name': 'number of a day',
                'verbose_name_plural': 'numbers of days',
                'constraints': [models.UniqueConstraint(fields=('day', 'page', 'page_type', 'what'), name='harbor_wagtail_page_count')],
            },
        ),
        migrations.CreateModel(
            name='Publisher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                ('abbreviation', models.CharField(blank=True, max_length=30, verbose_name='abbreviation')),
                ('url', models.URLField(blank=True, verbose_name='address on the web')),
                ('founded', models.PositiveSmallIntegerField(blank=True, help_text='A year stays true; “ten years ago” does not.', null=True, verbose_name='year it was founded')),
                ('about', models.TextField(blank=True, help_text='One or two sentences.', verbose_name='about')),
                ('logo', models.ForeignKey(blank=True, help_text='Shown with the name beside it, or with the name as its description.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=get_image_model_string(), verbose_name='logo')),
            ],
            options={
                'verbose_name': 'publisher',
                'verbose_name_plural': 'publishers',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('report', 'report or white paper'), ('brief', 'issue brief or fact sheet'), ('article', 'article in a journal'), ('book', 'book'), ('chapter', 'chapter of a book'), ('statute', 'statute or regulation'), ('case', 'court case'), ('guidance', 'guidance of an agency'), ('model', 'response model or toolkit'), ('news', 'news or magazine'), ('web', 'web page'), ('data', 'data'), ('testimony', 'testimony or speech'), ('other', 'something else')], default='report', max_length=12, verbose_name='kind')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('organization', models.CharField(blank=True, help_text='Who published it, as it stands on the document.', max_length=255, verbose_name='organization')),
                ('and_others', models.BooleanField(default=False, help_text='“et al.” after the authors named.', verbose_name='and others')),
                ('container', models.CharField(blank=True, help_text='The journal, the book, the code of law.', max_length=255, verbose_name='published in')),
                ('volume', models.CharField(blank=True, max_length=30, verbose_name='volume')),
                ('issue', models.CharField(blank=True, max_length=30, verbose_name='issue')),
                ('pages', models.CharField(blank=True, help_text='Such as 23–25.', max_length=40, verbose_name='pages')),
                ('citation', models.CharField(blank=True, help_text='Of a statute or a case: 22 U.S.C. § 7101.', max_length=200, verbose_name='legal citation')),
                ('year', models.PositiveSmallIntegerField(blank=True, help_text='Empty: “n.d.” is shown, for no date.', null=True, validators=[django.core.validators.MinValueValidator(1200), django.core.validators.MaxValueValidator(2200)], verbose_name='year')),
                ('url', models.URLField(blank=True, max_length=1000, verbose_name='address on the web')),
                ('accessed', models.DateField(blank=True, null=True, verbose_name='last read there on')),
                ('archived_url', models.URLField(blank=True, help_text='Where it can be read if the first address dies.', max_length=1000, verbose_name='archived copy')),
                ('identifier', models.CharField(blank=True, max_length=100, verbose_name='DOI or ISBN')),
                ('language', models.CharField(blank=True, help_text='Its code, such as en or es.', max_length=20, verbose_name='language')),
                ('note', models.TextField(blank=True, help_text='For the team. Not shown to visitors.', verbose_name='note')),
                ('document', models.ForeignKey(blank=True, help_text='Only where you may publish it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=get_document_model_string(), verbose_name='a copy on this site')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['title', 'pk'],
            },
            bases=(wagtail.search.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='SourceAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('given_name', models.CharField(blank=True, max_length=100, verbose_name='first name')),
                ('family_name', models.CharField(max_length=100, verbose_name='last name')),
                ('credentials', models.CharField(blank=True, help_text='Such as MD, MPH.', max_length=60, verbose_name='credentials')),
                ('source', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='authors', to='harbor_wagtail.source')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TermRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                ('rule', models.CharField(blank=True, max_length=80, verbose_name='changes this rule')),
                ('words', models.TextField(blank=True, help_text='One word or phrase a line, capitals or not. A star stands for the rest of a word: victim*', verbose_name='words to look for')),
                ('level', models.CharField(choices=[('error', 'must not stay'), ('warning', 'better not'), ('info', 'worth a thought'), ('off', 'do not look for it')], default='warning', max_length=10, verbose_name='weight')),
                ('instead', models.TextField(blank=True, help_text='One suggestion a line.', verbose_name='write instead')),
                ('reason', models.CharField(blank=True, help_text='Editors read this sentence.', max_length=255, verbose_name='because')),
                ('source', models.CharField(blank=True, max_length=255, verbose_name='who says so')),
                ('site', models.ForeignKey(blank=True, help_text='Empty: all sites.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='site')),
            ],
            options={
                'verbose_name': 'rule for words',
                'verbose_name_plural': 'words to watch',
                'ordering': ['language', 'rule', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('column', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(40)], verbose_name='column')),
                ('row', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(40)], verbose_name='row')),
                ('jurisdiction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='harbor_wagtail.jurisdiction', verbose_name='place')),
                ('layout', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tiles', to='harbor_wagtail.tilelayout')),
            ],
            options={
                'verbose_name': 'square',
                'verbose_name_plural': 'squares',
                'ordering': ['row', 'column'],
                'constraints': [models.UniqueConstraint(fields=('layout', 'column', 'row'), name='harbor_wagtail_tile_cell', violation_error_message='Another place stands on this square.'), models.UniqueConstraint(fields=('layout', 'jurisdiction'), name='harbor_wagtail_tile_place', violation_error_message='This place stands on another square already.')],
            },
        ),
        migrations.CreateModel(
            name='ListedPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('jurisdiction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='harbor_wagtail.jurisdiction', verbose_name='place')),
                ('layout', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='listed', to='harbor_wagtail.tilelayout')),
            ],
            options={
                'verbose_name': 'place without a square',
                'verbose_name_plural': 'places without a square',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('layout', 'jurisdiction'), name='harbor_wagtail_listed_place')],
            },
        ),
        migrations.CreateModel(
            name='HarborSettingsText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site_name', models.CharField(blank=True, help_text='Empty: the name above.', max_length=120, verbose_name='name of the site in this language')),
                ('exit_label', models.CharField(blank=True, help_text='Empty: “Leave this site” in this language.', max_length=40, validators=[harbor_wagtail.safety.exits.check_exit_label], verbose_name='words on the exit')),
                ('limits_note', models.CharField(blank=True, help_text="One sentence on what the exit cannot erase. Empty: the package's words.", max_length=160, validators=[harbor_wagtail.models.settings_text.check_promises], verbose_name='short line beside the exit')),
                ('before_you_start', models.TextField(blank=True, help_text="A page of its own, reached from the short line: what this site and the exit cannot erase. Plain paragraphs, an empty line between them. Empty: the package's words.", validators=[harbor_wagtail.models.settings_text.check_promises], verbose_name='before you start')),
                ('discreet_title', models.CharField(blank=True, help_text='The title of every page in discreet mode. Empty: “Notes” in this language.', max_length=40, validators=[harbor_wagtail.models.settings_text.check_discreet_title], verbose_name='neutral title')),
                ('search_note', models.TextField(blank=True, help_text="What the site and what a phone may keep. Promise only what is true. Empty: the package's words.", validators=[harbor_wagtail.models.settings_text.check_promises], verbose_name='words beside the search')),
                ('footer_note', models.TextField(blank=True, help_text='Who runs the site, for instance.', verbose_name='words at the foot of the page')),
                ('reviewed_by_role', models.CharField(blank=True, help_text="Who read the words on the exit, the short line, “before you start” and the words beside the search in this language, and stands by them: “bilingual advocate”, for instance, never a name. In another language than the site's first, your own stay a draft until then, and the package's stand; without any of your own, it means the package's. Change the words, and it asks for a review again.", max_length=120, verbose_name='reviewed by (role)')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='reviewed on')),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='language')),
                ('settings', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='harbor_wagtail.harborsettings')),
            ],
            options={
                'verbose_name': 'words of the site',
                'verbose_name_plural': 'words of the site',
                'constraints': [models.UniqueConstraint(fields=('settings', 'locale'), name='harbor_wagtail_settings_text', violation_error_message='There are already words in this language.')],
            },
        ),
    ]
