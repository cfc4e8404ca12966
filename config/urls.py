from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("trials.urls")),
    path("conditions/", include("conditions.urls")),
    path("guide/", include("guide.urls")),
    path("admin/", admin.site.urls),
]
