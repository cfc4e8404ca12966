from django.core.management.base import BaseCommand, CommandError

from config.seeding import seed_all
from sources.seeding import SeedError


class Command(BaseCommand):
    help = "Load the fixtures: vocabulary, the article's tables, the guide. What an editor changed stays."

    def handle(self, *args: object, **options: object) -> None:
        try:
            tally = seed_all()
        except SeedError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(f"Fixtures: {tally}.")
