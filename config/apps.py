from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class FinderAdmin(AdminConfig):
    """Django's admin with our own front door (see config/admin.py)."""

    default_site = "config.admin.FinderAdminSite"


class HouseConfig(AppConfig):
    """Settings, the server and the commands that run the house."""

    name = "config"
    verbose_name = "The house"
