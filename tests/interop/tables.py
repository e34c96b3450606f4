"""The tables of `extract` as pyarrow and DuckDB read them, against its lines of JSON.

tables.py WHAT LINES FOLDER: WHAT is pyarrow or duckdb, LINES what `--to jsonl` wrote, FOLDER what
`--to parquet` wrote of the same stories.
"""

import datetime
import json
import sys

what, lines, folder = sys.argv[1:]


def expected():
    """Rows of both tables, made from the lines."""
    statements, entities = [], []
    for line in map(json.loads, open(lines, encoding="utf-8")):
        about = {"article": line["id"], "title": line.get("title"), "date": day(line.get("date"))}
        if "error" in line:
            statements.append({**about, "error": line["error"], "speakers": [], "spans": []})
        for number, one in enumerate(line.get("attributions", [])):
            tag = one["tag"] or {}
            keys = ("speakers", "unnamed", "directness", "act", "confidence", "within")
            statements.append({
                **about, **{key: one[key] for key in keys}, "number": number, "error": None,
                "tag": tag.get("label"), "score": tag.get("score"), "spans": spans(one["content"]),
                "cue_spans": spans(one["cue"]), "source_spans": spans(one["source"]),
                "start": one["content"][0][0], "end": one["content"][-1][1],
            })
        for number, one in enumerate(line.get("entities", [])):
            entities.append({
                "article": line["id"], "number": number, "name": one["name"], "type": one["type"],
                "date": day(one.get("date")), "amount": one.get("amount"),
                "currency": one.get("currency"), "mentions": spans(one["mentions"]),
                "references": spans(one["references"]),
            })
    return {"statements": statements, "entities": entities}


def spans(pairs):
    return [{"start": start, "end": end} for start, end in pairs]


def day(word):
    return word and datetime.date.fromisoformat(word)


def pyarrow(table):
    import pyarrow.dataset

    return pyarrow.dataset.dataset(f"{folder}/{table}", format="parquet").to_table().to_pylist()


def duckdb(table):
    import duckdb

    found = duckdb.sql(f"from read_parquet('{folder}/{table}/*.parquet', file_row_number = true, filename = true) order by filename, file_row_number")
    return [dict(zip(found.columns, row)) for row in found.fetchall()]


for table, rows in expected().items():
    found = {"pyarrow": pyarrow, "duckdb": duckdb}[what](table)
    assert len(found) == len(rows) > 0, (table, len(found), len(rows))
    for one, other in zip(rows, found):
        shared = {key: other[key] for key in one}
        assert shared == one, f"{table}:\n{one}\n{shared}"
    if table == "statements":
        good = [row for row in found if row["error"] is None]
        assert all(row["content"] for row in good) and len(good) < len(found)
    print(f"{what}: {len(rows)} rows of {table} are as in the lines")
