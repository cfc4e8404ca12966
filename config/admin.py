from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest
from django_otp.admin import OTPAdminAuthenticationForm


class FinderAdminSite(AdminSite):
    """The editors' room. With REQUIRE_2FA a password alone opens nothing."""

    site_header = "Cell·Therapy Trial Finder: editors"
    site_title = "Editors"
    index_title = "The records"

    @property
    def login_form(self) -> type[AdminAuthenticationForm]:
        return OTPAdminAuthenticationForm if settings.REQUIRE_2FA else AdminAuthenticationForm

    @property
    def login_template(self) -> str | None:
        """With a second factor the page has fields for it; they come with django-otp."""
        return "otp/admin111/login.html" if settings.REQUIRE_2FA else None

    def has_permission(self, request: HttpRequest) -> bool:
        """An active staff account, with its second factor shown in this session where one is asked for."""
        return super().has_permission(request) and (not settings.REQUIRE_2FA or request.user.is_verified())
