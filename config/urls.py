from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config.remembering import choose_language
from config.styleguide import styleguide

urlpatterns = [
    path("language/<slug:code>/", choose_language, name="language"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("trials.urls")),
        path("guide/", include("guide.urls")),
        prefix_default_language=False,
    ),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
