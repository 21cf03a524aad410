"""Files of answers, by suffix. Each writes tables one after another and is closed once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from veer.rules.batch.columns import ID


class Writer(Protocol):
    def write(self, table: pl.DataFrame) -> None: ...
    def close(self) -> None: ...


class Parquet:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: pq.ParquetWriter | None = None

    def write(self, table: pl.DataFrame) -> None:
        arrow = table.to_arrow()
        if self.file is None:
            repeating = [name for name in arrow.schema.names if name != ID]
            self.file = pq.ParquetWriter(self.path, arrow.schema, use_dictionary=repeating)
        self.file.write_table(arrow)

    def close(self) -> None:
        if self.file is None:
            pq.write_table(pa.table({}), self.path)
        else:
            self.file.close()


class Csv:
    def __init__(self, path: Path) -> None:
        self.file, self.first = path.open("wb"), True

    def write(self, table: pl.DataFrame) -> None:
        table.write_csv(self.file, include_header=self.first)
        self.first = False

    def close(self) -> None:
        self.file.close()


class JsonLines:
    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")

    def write(self, table: pl.DataFrame) -> None:
        table.write_ndjson(self.file)

    def close(self) -> None:
        self.file.close()


class Json:
    def __init__(self, path: Path) -> None:
        self.file, self.first = path.open("w", encoding="utf-8"), True
        self.file.write("[")

    def write(self, table: pl.DataFrame) -> None:
        for row in table.iter_rows(named=True):
            self.file.write(("\n" if self.first else ",\n") + json.dumps(row, ensure_ascii=False))
            self.first = False

    def close(self) -> None:
        self.file.write("\n]\n")
        self.file.close()


WRITERS: dict[str, type[Parquet] | type[Csv] | type[JsonLines] | type[Json]] = {
    ".parquet": Parquet,
    ".csv": Csv,
    ".jsonl": JsonLines,
    ".json": Json,
}
