# SPDX-License-Identifier: Apache-2.0
"""Invented rows with an outcome, the same for the same size: 30 columns, of which 6 hold categories. Needs numpy and pyarrow."""

import os

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from . import measure

LEVELS = [5, 8, 20, 50, 100, 200]
NUMBERS, FLAGS = 16, 8
NAMES = [f"n{i:02d}" for i in range(NUMBERS)] + [f"f{i:02d}" for i in range(FLAGS)] + [f"k{i:02d}" for i in range(len(LEVELS))]


def _rows(count, seed):
    """Numbers are normal, flags true for 16 %, categories Zipf with effects of their own; an interaction, curves, 1-15 % missing in a third of the columns.
    The world (weights) is the same for all seeds; base rate about 18 %."""
    world, draw = np.random.default_rng(0), np.random.default_rng([77, seed])
    weight = world.normal(size=NUMBERS + FLAGS) * 0.4
    effects = [world.normal(size=levels) * 0.5 for levels in LEVELS]
    missing = {int(column): float(world.uniform(0.01, 0.15)) for column in world.choice(len(NAMES), size=10, replace=False)}
    x = draw.normal(size=(count, NUMBERS + FLAGS))
    x[:, NUMBERS:] = x[:, NUMBERS:] > 1
    latent = x @ weight - 2.6 + 0.5 * x[:, 0] * x[:, 1] + 0.4 * np.abs(x[:, 2]) + 0.3 * np.sin(2 * x[:, 3])
    columns = {}
    for i, levels in enumerate(LEVELS):
        likely = 1 / np.arange(1, levels + 1) ** 0.8
        level = draw.choice(levels, size=count, p=likely / likely.sum())
        latent += effects[i][level]
        columns[f"k{i:02d}"] = np.array([f"v{one:03d}" for one in range(levels)], object)[level]
    y = draw.random(count) < 1 / (1 + np.exp(-latent))
    arrays = []
    for place, name in enumerate(NAMES):
        gone = draw.random(count) < missing[place] if place in missing else None
        if place < NUMBERS:
            arrays.append(pa.array(np.round(x[:, place], 5), mask=gone))
        elif place < NUMBERS + FLAGS:
            arrays.append(pa.array(x[:, place].astype(np.int8), mask=gone))
        else:
            arrays.append(pa.array(columns[name], mask=gone))
    return pa.table([*arrays, pa.array(np.where(y, "yes", "no").astype(object))], names=[*NAMES, "y"])


def rows(count, seed=0):
    """count rows as (CSV, Parquet). Another seed gives other rows of the same world."""
    path = measure.data(f"labelled-{count}-{seed}")
    files = f"{path}.csv", f"{path}.parquet"
    if not all(os.path.exists(file) for file in files):
        table = _rows(count, seed)
        pa.csv.write_csv(table, files[0] + ".new", pa.csv.WriteOptions(quoting_style="none"))
        pa.parquet.write_table(table, files[1] + ".new")
        for file in files:
            os.rename(file + ".new", file)
    return files


def survival(count):
    """count rows with a duration d (continuous, so all distinct) and whether the event e came. Returns the CSV."""
    path = measure.data(f"survival-{count}.csv")
    if not os.path.exists(path):
        draw = np.random.default_rng(0)
        table = pa.table({"d": np.round(draw.exponential(30, count), 9), "e": (draw.random(count) < 0.6).astype(np.int8)})
        pa.csv.write_csv(table, path + ".new", pa.csv.WriteOptions(quoting_style="none"))
        os.rename(path + ".new", path)
    return path
