"""Limits of age as a trial means them."""

import numpy as np


def is_past(oldest: np.ndarray | float, years: float) -> np.ndarray:
    """Whether somebody of `years` is older than a limit allows; one in whole years holds until the next birthday."""
    return np.where(oldest == np.floor(oldest), np.floor(years), years) > oldest
