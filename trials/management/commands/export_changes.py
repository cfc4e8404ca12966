import msgspec
from django.core.management.base import BaseCommand

from trials.export import change_rows
from trials.models import Change


class Command(BaseCommand):
    help = "Write every change that the registry's versions show, one JSON object a line, the oldest first."

    def handle(self, *args: object, **options: object) -> None:
        encode = msgspec.json.Encoder().encode
        for row in change_rows(Change.objects.shown()):
            self.stdout.write(encode(row).decode())
