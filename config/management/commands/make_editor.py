"""Makes an account that opens the admin, with its second factor where REQUIRE_2FA asks for one."""

import os
import sys
from argparse import ArgumentParser
from getpass import getpass
from io import StringIO

import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "FINDER_PASSWORD"  # noqa: S105 (the variable's name)


class Command(BaseCommand):
    help = f"Make an editor's account. Asks for what is not given; the password may be in {PASSWORD}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", help="the name to log in with")
        parser.add_argument(
            "--second-factor-only", action="store_true", help="only make a new second factor for an existing account"
        )

    def handle(self, *args: object, **options: object) -> None:
        try:
            self.make(options["username"] or "", bool(options["second_factor_only"]))
        except DatabaseError as error:
            raise CommandError(f"The database is not ready ({error}). Run `make setup` first.") from error
        except (KeyboardInterrupt, EOFError):
            raise CommandError("Stopped; no account was made.") from None

    def make(self, name: str, second_factor_only: bool) -> None:
        if second_factor_only:
            self.second_factor(self.existing(name or self.ask("User name: ")))
            return
        user = self.named(name) if name else self.asked_name()
        password = self.chosen_password(user, can_ask=PASSWORD not in os.environ)
        with transaction.atomic():
            editor = get_user_model().objects.create_superuser(user.get_username(), password=password)
            device = new_device(editor) if settings.REQUIRE_2FA else None
        self.stdout.write(f"Made the editor {name_of(editor)}. Log in at {login_address()}")
        if device:
            self.show(device)

    # --- who

    def named(self, name: str) -> AbstractBaseUser:
        """A user of that name, not saved yet. Raises CommandError where the name is taken or not allowed."""
        user = get_user_model()(username=get_user_model().normalize_username(name))
        try:
            user.clean_fields(exclude=["password"])
        except ValidationError as error:
            raise CommandError(f"{name!r} cannot be a user name: {' '.join(error.messages)}") from error
        if get_user_model().objects.filter(username=user.get_username()).exists():
            raise CommandError(
                f"There is an account {name_of(user)} already. `--second-factor-only` makes a new second factor for it."
            )
        return user

    def asked_name(self) -> AbstractBaseUser:
        while True:
            name = self.ask("User name: ")
            try:
                return self.named(name)
            except CommandError as error:
                self.stderr.write(str(error))

    def existing(self, name: str) -> AbstractBaseUser:
        try:
            return get_user_model().objects.get_by_natural_key(name)
        except get_user_model().DoesNotExist:
            raise CommandError(f"There is no account {name!r}.") from None

    def ask(self, question: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError("There is no terminal to ask on: give --username, and the password in " + PASSWORD)
        return input(question).strip()

    # --- the password

    def chosen_password(self, user: AbstractBaseUser, can_ask: bool) -> str:
        """From the environment, or else from the terminal, asked until it is good and typed twice alike."""
        if not can_ask:
            fault = fault_of(os.environ[PASSWORD], user)
            if fault:
                raise CommandError(f"{PASSWORD}: {fault}")
            return os.environ[PASSWORD]
        if not sys.stdin.isatty():
            raise CommandError(f"There is no terminal to ask for a password on: put it in {PASSWORD}.")
        while True:
            password = getpass("Password: ")
            fault = fault_of(password, user)
            if not fault and getpass("Password again: ") != password:
                fault = "The two were not the same."
            if not fault:
                return password
            self.stderr.write(fault)

    # --- the second factor

    def second_factor(self, user: AbstractBaseUser) -> None:
        held = TOTPDevice.objects.filter(user=user, confirmed=True).count()
        self.show(new_device(user))
        if held:
            address = reverse("admin:otp_totp_totpdevice_changelist")
            self.stdout.write(f"{held} earlier second factor(s) work too; lost ones can be deleted at {address}")

    def show(self, device: TOTPDevice) -> None:
        """The square for an authenticator app, and the same as text."""
        square = StringIO()
        segno.make(device.config_url).terminal(out=square, compact=True)
        self.stdout.write("Read this with an authenticator app; it gives the token that the log-in asks for.")
        self.stdout.write(square.getvalue())
        self.stdout.write(f"Or give the app this address; keep it secret: {device.config_url}")


def new_device(user: AbstractBaseUser) -> TOTPDevice:
    number = TOTPDevice.objects.filter(user=user).count() + 1
    return TOTPDevice.objects.create(user=user, name=f"authenticator {number}", confirmed=True)


def fault_of(password: str, user: AbstractBaseUser) -> str:
    """What is wrong with a password, in words; empty where nothing is."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def name_of(user: AbstractBaseUser) -> str:
    return repr(user.get_username())


def login_address() -> str:
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    site = (
        f"https://{hosts[0]}" if settings.PRODUCTION and hosts else f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    )
    return site + reverse("admin:index")
