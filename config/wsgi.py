"""The web server's entry: granian config.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from trials.search.warming import warm_up  # noqa: E402 (it needs the applications)

warm_up()
