"""What keeps a visitor's search out of our logs."""

import logging


class WithoutAddress(logging.Filter):
    """Django names the address of a page that failed; the error's own lines say enough to mend it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.args:
            record.args = ("a page",)
        return True
