from django.core.management.base import BaseCommand, CommandError

from config.preparing import prepare
from sources.seeding import SeedError


class Command(BaseCommand):
    help = "Everything but serving: tables, fixtures, static files."

    def handle(self, *args: object, **options: object) -> None:
        try:
            tally = prepare()
        except SeedError as error:
            raise CommandError(f"{error} No fixture was loaded.") from error
        self.stdout.write(f"Ready. Fixtures: {tally}.")
