from django.urls import path

from trials import views
from trials.views.compare import compare
from trials.views.map import map_points, trial_map
from trials.views.nouns import condition_tree
from trials.views.pipeline import pipeline
from trials.views.sheet import sheet
from trials.views.shortlist import shortlist
from trials.views.suggestions import suggestions

urlpatterns = [
    path("", views.home, name="home"),
    path("trials/", views.trial_list, name="trials"),
    path("trials/<slug:slug>/", views.trial, name="trial"),
    path("trials/<slug:slug>/sheet/", sheet, name="sheet"),
    path("compare/", compare, name="compare"),
    path("shortlist/", shortlist, name="shortlist"),
    path("map/", trial_map, name="map"),
    path("map/points.json", map_points, name="map_points"),
    path("pipeline/", pipeline, name="pipeline"),
    path("conditions/", condition_tree, name="conditions"),
    path("conditions/<slug:slug>/", views.condition, name="condition"),
    path("autoantibodies/<slug:slug>/", views.autoantibody, name="autoantibody"),
    path("therapies/", views.therapy_list, name="therapies"),
    path("therapies/<slug:slug>/", views.therapy, name="therapy"),
    path("sites/<int:pk>/", views.site, name="site_by_number"),
    path("sites/<int:pk>/<slug:slug>/", views.site, name="site"),
    path("changes/", views.changes, name="changes"),
    path("data/", views.data, name="data"),
    path("suggest/", suggestions, name="suggest"),
]
