"""Whether a run on Spark can be tried here."""

from __future__ import annotations

import warnings
from importlib.util import find_spec

import pytest

import welfare_rules as wr


def session() -> object:
    """A session on two cores; skips the test, with a word, where pyspark or Java is missing."""
    from welfare_rules.spark import local_session

    if find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed")
    # pyspark warns of the pandas that it is given, of which nothing is used here
    warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
    try:
        return local_session(cores=2)
    except wr.EngineMissing as error:
        pytest.skip(str(error))
