import sys

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from trials.sync import AlreadyRunning, relabel


class Command(BaseCommand):
    help = "Read the kept records again with today's parser, rules and vocabulary; needs no network."

    def handle(self, *args: object, **options: object) -> None:
        with tqdm(unit=" trials", dynamic_ncols=True, disable=not sys.stderr.isatty()) as bar:

            def show(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            try:
                done = relabel(show)
            except AlreadyRunning as error:
                raise CommandError(f"Nothing was done: {error}.", returncode=3) from error
            except KeyboardInterrupt:
                raise CommandError("Stopped by hand. The next run goes on from here.") from None
        self.stdout.write(f"{done} trials read again." if done else "Nothing to do: all are read with today's words.")
