from django.core.management.base import BaseCommand

from trials.sync import relabel


class Command(BaseCommand):
    help = "Read the kept records again with today's rules and vocabulary; needs no network."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{relabel()} trials read again.")
