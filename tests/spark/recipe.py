"""How Spark runs onrecord over many files. `spark-submit recipe.py files|pipe SHARDS OUT`

files  A task a shard: each writes OUT/NAME.jsonl on a disk that all workers see. A task that is
       started again goes on where the one before it was killed.
pipe   A stream: the lines of each partition go through `onrecord extract`, and what comes out is an
       RDD. Lines carry their own `id`. A task that is started again begins again.

The program is `onrecord` on the path of every worker, or what ONRECORD names.
"""

import os
import pathlib
import subprocess
import sys

from pyspark.sql import SparkSession

ONRECORD = os.environ.get("ONRECORD", "onrecord")


def extract(shard, out):
    """One task: a shard in, a file out, whole or not at all."""
    found = f"{out}/{pathlib.Path(shard).name}"
    # One thread: Spark gives each task a core. Status 0 says that the file is whole.
    subprocess.run([ONRECORD, "extract", shard, "--threads", "1", "--out", found, "--resume"], check=True)
    return found


def files(spark, shards, out):
    os.makedirs(out, exist_ok=True)
    names = sorted(str(path) for path in pathlib.Path(shards).glob("*.jsonl"))
    tasks = spark.sparkContext.parallelize(names, len(names))
    return tasks.map(lambda shard: extract(shard, out)).collect()


def pipe(spark, shards, out):
    lines = spark.sparkContext.textFile(f"{shards}/*.jsonl")
    command = f"{ONRECORD} extract - --from jsonl --threads 1"
    # The last argument: a program that ends with an error fails its task.
    lines.pipe(command, checkCode=True).saveAsTextFile(out)


if __name__ == "__main__":
    how, shards, out = sys.argv[1:]
    spark = SparkSession.builder.appName("onrecord").getOrCreate()
    {"files": files, "pipe": pipe}[how](spark, os.path.abspath(shards), os.path.abspath(out))
    spark.stop()
