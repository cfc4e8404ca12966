"""Where editors see the trials, put labels right, and say what stands over the registry's word."""

from trials.admin import change, label, product, rereading, site, statement, sync, therapy, trial

__all__ = ["change", "label", "product", "rereading", "site", "statement", "sync", "therapy", "trial"]
