from django.urls import path

from guide import views

urlpatterns = [
    path("", views.guide, name="guide"),
    path("<slug:slug>/", views.guide_page, name="guide_page"),
]
