"""What Spark reads of our files: `spark-submit check.py LINES.jsonl TABLES` counts in both ways."""

import sys

from pyspark.sql import SparkSession

lines, tables = sys.argv[1:]
spark = SparkSession.builder.appName("check").getOrCreate()
read = spark.read.json(lines)
statements = spark.read.parquet(f"{tables}/statements")
by_lines = read.selectExpr("id as article", "explode(attributions) as one").selectExpr(
    "article", "one.directness", "one.content[0][0] as start", "concat_ws('; ', one.speakers) as speakers")
by_table = statements.selectExpr("article", "directness", "start", "concat_ws('; ', speakers) as speakers")
count = by_table.count()
assert count > 0 and by_lines.count() == count, (by_lines.count(), count)
assert by_lines.exceptAll(by_table).count() == 0 and by_table.exceptAll(by_lines).count() == 0
print(f"spark: {count} statements are the same in JSONL and Parquet")
spark.stop()
