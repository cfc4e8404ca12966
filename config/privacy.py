"""What keeps a visitor's search out of our logs."""

import logging


class WithoutAddress(logging.Filter):
    """Django names the address of a page that failed; the error's own lines say enough to mend it."""

    def filter(self, record: logging.LogRecord) -> bool:
        address = getattr(getattr(record, "request", None), "path", None)
        if isinstance(record.args, tuple):
            record.args = tuple("a page" if word == address else word for word in record.args)
        return True
