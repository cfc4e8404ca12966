#!/usr/bin/env python
"""The finder's commands; `manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError
    from environs import EnvError

    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, EnvError) as error:
        sys.exit(f"A setting is wrong: {error}")
    except OperationalError as error:
        first = str(error).strip().partition("\n")[0]
        sys.exit(f"The database failed: {first}. Look whether it runs and has room on its disk, then try again.")


if __name__ == "__main__":
    main()
