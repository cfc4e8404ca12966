from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from config.sentences import update_catalogues


class Command(BaseCommand):
    help = "Bring locale/*/LC_MESSAGES/django.po in line with what the code and the templates say."

    def handle(self, *args: object, **options: object) -> None:
        for code, waiting in update_catalogues(Path(settings.BASE_DIR)).items():
            self.stdout.write(f"{code}: {waiting} sentences wait for their words." if waiting else f"{code}: whole.")
