import sys

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from trials.models import Rereading
from trials.sync import AlreadyRunning, relabel


class Command(BaseCommand):
    help = "Read the kept records again with today's parser, rules and vocabulary; needs no network."

    def handle(self, *args: object, **options: object) -> None:
        with tqdm(unit=" trials", dynamic_ncols=True, disable=not sys.stderr.isatty()) as bar:

            def show(told: Rereading) -> None:
                bar.total = told.expected
                bar.update(told.read - bar.n)

            try:
                told = relabel(show)
            except AlreadyRunning as error:
                raise CommandError(f"Nothing was done: {error}.", returncode=3) from error
            except KeyboardInterrupt:
                raise CommandError("Stopped by hand. The next run goes on from here.") from None
        if not told.expected:
            self.stdout.write("Nothing to do: all are read with today's words.")
            return
        self.stdout.write(told.what_moved, ending="")
        self.stdout.write(f"{told.read} trials read again; {told.moved} of them have other labels now.")
