"""Where editors see the trials, put labels right, and say what stands over the registry's word."""

from trials.admin import label, site, statement, sync, therapy, trial

__all__ = ["label", "site", "statement", "sync", "therapy", "trial"]
