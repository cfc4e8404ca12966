from django.core.management.base import BaseCommand, CommandError

from trials.sync import AlreadyRunning, relabel


class Command(BaseCommand):
    help = "Read the kept records again with today's rules and vocabulary; needs no network."

    def handle(self, *args: object, **options: object) -> None:
        try:
            done = relabel()
            self.stdout.write(f"{done} trials read again." if done else "Nothing to do: the words are as they were.")
        except AlreadyRunning as error:
            raise CommandError(f"Nothing was done: {error}.", returncode=3) from error
