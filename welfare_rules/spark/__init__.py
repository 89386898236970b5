"""A run on a Spark cluster: the same program, whatever number of machines the households are on.

    from welfare_rules import spark

    result = spark.run(households, members, rules)
    result.households.write.parquet("decided")

`typed` says what is asked of Spark, so that nothing here needs it to be typed or imported;
`columns` says in which form rows go to workers and come back, `worker` decides them there, and
`driver` puts the run together. Needs the extra `spark` and Java.
"""

from __future__ import annotations

from welfare_rules.spark.driver import SparkResult as SparkResult
from welfare_rules.spark.driver import local_session as local_session
from welfare_rules.spark.driver import run as run

__all__ = ["SparkResult", "local_session", "run"]
