"""`make admin` makes an account that opens the admin, and says in words what is wrong."""

import io
from base64 import b32encode
from binascii import unhexlify
from urllib.parse import parse_qs, urlparse

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.management.commands import make_editor

GOOD = "a-long-sentence-of-words"


@pytest.fixture(autouse=True)
def _no_second_factor(settings, db):
    settings.REQUIRE_2FA = False


def run(**options) -> str:
    out = io.StringIO()
    call_command("make_editor", stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def terminal(monkeypatch):
    """`terminal(names, passwords)`: what somebody types, in turn."""

    def typed(names: list[str], passwords: list[str]) -> None:
        monkeypatch.delenv("FINDER_PASSWORD", raising=False)
        monkeypatch.setattr(make_editor.sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda question: names.pop(0))
        monkeypatch.setattr(make_editor, "getpass", lambda question: passwords.pop(0))

    return typed


def test_without_a_terminal_the_password_comes_from_the_environment(client, monkeypatch):
    monkeypatch.setenv("FINDER_PASSWORD", GOOD)
    assert "http://127.0.0.1:8000/admin/" in run(username="ada")
    ada = get_user_model().objects.get(username="ada")
    assert (ada.is_staff, ada.is_superuser, ada.is_active) == (True, True, True)
    client.post("/admin/login/", {"username": "ada", "password": GOOD})
    assert client.get("/admin/").status_code == 200


def test_on_a_terminal_name_and_password_are_asked_until_they_do(terminal):
    get_user_model().objects.create_user("taken")
    terminal(["taken", "no spaces", "ada"], ["short", "12345678901", GOOD, "not the same", GOOD, GOOD])
    said = run()
    assert "already" in said
    assert "cannot be a user name" in said
    assert "too short" in said
    assert "entirely numeric" in said
    assert "not the same" in said
    assert get_user_model().objects.get(username="ada").check_password(GOOD)


def test_a_weak_password_in_the_environment_makes_no_account(monkeypatch):
    monkeypatch.setenv("FINDER_PASSWORD", "ada-ada")
    with pytest.raises(CommandError, match=r"FINDER_PASSWORD.*too short"):
        run(username="ada")
    assert not get_user_model().objects.exists()


def test_a_name_that_is_taken_is_refused(monkeypatch):
    monkeypatch.setenv("FINDER_PASSWORD", GOOD)
    get_user_model().objects.create_user("ada")
    with pytest.raises(CommandError, match=r"already.*--second-factor-only"):
        run(username="ada")


@pytest.mark.parametrize("options", [{}, {"username": "ada"}])
def test_without_a_terminal_and_a_password_it_says_what_to_give(monkeypatch, options):
    monkeypatch.delenv("FINDER_PASSWORD", raising=False)
    monkeypatch.setattr(make_editor.sys, "stdin", io.StringIO())
    with pytest.raises(CommandError, match=r"FINDER_PASSWORD"):
        run(**options)


def test_no_second_factor_is_made_where_none_is_asked_for(monkeypatch):
    monkeypatch.setenv("FINDER_PASSWORD", GOOD)
    assert "otpauth" not in run(username="ada")
    assert not TOTPDevice.objects.exists()


def test_with_a_second_factor_the_square_and_its_address_are_printed_and_open_the_admin(client, monkeypatch, settings):
    settings.REQUIRE_2FA = True
    monkeypatch.setenv("FINDER_PASSWORD", GOOD)
    said = run(username="ada")
    address = next(word for word in said.split() if word.startswith("otpauth://totp/"))
    device = TOTPDevice.objects.get()
    assert device.confirmed
    assert parse_qs(urlparse(address).query)["secret"] == [b32encode(unhexlify(device.key)).decode()]
    assert "█" in said or "▀" in said
    log_in(client, device)
    assert client.get("/admin/").status_code == 200


def log_in(client, device: TOTPDevice, **changes):
    values = {"username": "ada", "password": GOOD, "otp_device": device.persistent_id}
    return client.post("/admin/login/", {**values, "otp_token": f"{TOTP(device.bin_key).token():06}", **changes})


@pytest.fixture
def device(monkeypatch, settings) -> TOTPDevice:
    settings.REQUIRE_2FA = True
    monkeypatch.setenv("FINDER_PASSWORD", GOOD)
    run(username="ada")
    return TOTPDevice.objects.get()


@pytest.mark.parametrize("changes", [{"otp_token": ""}, {"otp_token": "000000"}, {"otp_device": ""}])
def test_with_a_second_factor_a_password_alone_opens_nothing(client, device, changes):
    log_in(client, device, **changes)
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/trials/trial/").status_code == 302


def test_with_a_second_factor_a_session_that_never_showed_it_opens_nothing(client, device):
    client.force_login(get_user_model().objects.get())
    assert client.get("/admin/").status_code == 302


def test_with_a_second_factor_the_login_page_asks_for_the_token(client, device):
    assert 'name="otp_token"' in client.get("/admin/login/").text
    # Once name and password are right the page asks which authenticator.
    assert 'name="otp_device"' in client.post("/admin/login/", {"username": "ada", "password": GOOD}).text


def test_another_second_factor_is_made_for_an_account_that_is_there(client, device):
    said = run(username="ada", second_factor_only=True)
    assert "1 earlier second factor" in said
    assert get_user_model().objects.count() == 1
    log_in(client, TOTPDevice.objects.latest("pk"))
    assert client.get("/admin/").status_code == 200


def test_a_second_factor_for_nobody_is_refused():
    with pytest.raises(CommandError, match="no account"):
        run(username="nobody", second_factor_only=True)


def test_in_production_the_address_is_that_of_the_site(monkeypatch, settings):
    settings.PRODUCTION, settings.ALLOWED_HOSTS = True, [".finder.example"]
    monkeypatch.setenv("FINDER_PASSWORD", GOOD)
    assert "https://finder.example/admin/" in run(username="ada")


def test_djangos_own_createsuperuser_still_works(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", GOOD)
    call_command("createsuperuser", interactive=False, username="ada", email="ada@finder.example", verbosity=0)
    assert get_user_model().objects.get().is_superuser
