# SPDX-License-Identifier: Apache-2.0
"""Invented journeys, the same for the same size: paths as CSV and Parquet, touches as CSV and Parquet. Needs numpy and pyarrow."""

import os

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from . import measure

CHANNELS = 20
NAMES = [f"ch{i:02d}" for i in range(CHANNELS)]


def _draw(journeys, mean, seed):
    """Lengths (geometric, 1 … 30), channels (Zipf) of all touches in a row, whether it converted (8 %), and its value."""
    draw = np.random.default_rng(seed)
    lengths = np.clip(draw.geometric(1 / mean, journeys).astype(np.int32), 1, 30)
    likely = 1 / np.arange(1, CHANNELS + 1)
    channels = draw.choice(CHANNELS, size=lengths.sum(), p=likely / likely.sum()).astype(np.int8)
    converted = draw.random(journeys) < 0.08
    return lengths, channels, converted, np.where(converted, draw.exponential(1000, journeys).round(2), 0)


class _Both:
    """One table, a batch at a time, into NAME.csv and NAME.parquet."""

    def __init__(self, path, schema):
        self.path = path
        self.parquet = pa.parquet.ParquetWriter(path + ".parquet.new", schema)
        self.csv = pa.csv.CSVWriter(path + ".csv.new", schema, write_options=pa.csv.WriteOptions(quoting_style="none"))
        self.schema = schema

    def write(self, **columns):
        batch = pa.table(columns, schema=self.schema)
        self.parquet.write_table(batch)
        self.csv.write_table(batch)

    def close(self):
        for kind, file in (("parquet", self.parquet), ("csv", self.csv)):
            file.close()
            os.rename(f"{self.path}.{kind}.new", f"{self.path}.{kind}")


def paths(count):
    """count raw paths "ch03 > ch00" with path, conversions, value, null. Returns (CSV, Parquet)."""
    path = measure.data(f"paths-{count}")
    files = f"{path}.csv", f"{path}.parquet"
    if all(os.path.exists(file) for file in files):
        return files
    lengths, channels, converted, value = _draw(count, 4, 3)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    both = _Both(path, pa.schema([("path", pa.string()), ("conversions", pa.int32()), ("value", pa.float64()), ("null", pa.int32())]))
    for low in range(0, count, 500_000):
        high = min(low + 500_000, count)
        base = int(ends[low])
        words = [NAMES[place] for place in channels[base:ends[high]].tolist()]
        cuts = (ends[low:high + 1] - base).tolist()
        both.write(path=[" > ".join(words[a:b]) for a, b in zip(cuts, cuts[1:])], conversions=converted[low:high].astype(np.int32),
                   value=value[low:high], null=(~converted[low:high]).astype(np.int32))
    both.close()
    return files


def touches(count):
    """About count touches of count / 5 journeys: journey, time (seconds since 1970), channel, converted (0 or 1), value. Returns (CSV, Parquet, touches)."""
    journeys = max(1, count // 5)
    path = measure.data(f"touches-{journeys}")
    files = f"{path}.csv", f"{path}.parquet"
    if not all(os.path.exists(file) for file in files):
        lengths, channels, converted, value = _draw(journeys, 5, 1)
        ends = np.concatenate([[0], np.cumsum(lengths)])
        # Distinct times in a journey, so that first and last are the same for all who sort.
        times = 1_700_000_000 + np.random.default_rng(2).integers(0, 90 * 86_400, len(channels))
        rows = np.repeat(np.arange(journeys), lengths)
        while True:
            order = np.lexsort((times, rows))
            equal = (np.diff(rows[order]) == 0) & (np.diff(times[order]) == 0)
            if not equal.any():
                break
            times[order[1:][equal]] += 1
        both = _Both(path, pa.schema([("journey", pa.int32()), ("time", pa.int64()), ("channel", pa.string()), ("converted", pa.int8()), ("value", pa.float64())]))
        names = np.array(NAMES, object)
        for low in range(0, journeys, 400_000):
            high = min(low + 400_000, journeys)
            part = slice(int(ends[low]), int(ends[high]))
            size = lengths[low:high]
            both.write(journey=rows[part].astype(np.int32), time=times[part], channel=names[channels[part]], converted=np.repeat(converted[low:high], size).astype(np.int8),
                       value=np.repeat(value[low:high], size))
        both.close()
    return *files, pa.parquet.read_metadata(files[1]).num_rows
