from django.urls import path

from guide import views

urlpatterns = [
    path("", views.guide, name="guide"),
    path("glossary/", views.glossary, name="glossary"),  # before the pages: none can have this address
    path("<slug:slug>/", views.guide_page, name="guide_page"),
]
