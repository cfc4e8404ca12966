import msgspec
from django.core.management.base import BaseCommand

from trials.export import export_rows
from trials.models import Trial


class Command(BaseCommand):
    help = "Write every trial that patients see, one JSON object a line."

    def handle(self, *args: object, **options: object) -> None:
        encode = msgspec.json.Encoder().encode
        for row in export_rows(Trial.objects.shown()):
            self.stdout.write(encode(row).decode())
