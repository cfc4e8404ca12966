from django.urls import path

from conditions import views

urlpatterns = [path("", views.condition_tree, name="conditions")]
