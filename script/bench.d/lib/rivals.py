# SPDX-License-Identifier: Apache-2.0
"""Others' analyses, each in a process of its own: WHAT FILE [options]. The last line of the output is JSON: {seconds, loaded_mb, peak_mb, …}.

`seconds` is the call alone, after imports and after the data lie in memory as it takes them; loaded_mb is the peak until then.
"""

import json
import os
import resource
import sys
import time
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "2")
warnings.filterwarnings("ignore")


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work):
    loaded, begun = peak(), time.perf_counter()
    result = work()
    return result, {"seconds": time.perf_counter() - begun, "loaded_mb": loaded, "peak_mb": peak()}


def channel_attribution(what, file, careful=False):
    """heuristic, m1, m2 or m3. ChannelAttribution simulates its Markov chains; at its defaults it cuts walks off at the longest path it has seen,
    and a channel is up to 18 % off what the chain says. `careful` lets it walk on, and more often: for the comparison of answers, not of times."""
    import ChannelAttribution
    import pandas
    frame = pandas.read_parquet(file)
    if what == "heuristic":
        table, times = timed(lambda: ChannelAttribution.heuristic_models(frame, "path", "conversions", var_value="value", sep=">", flg_pro=False))
        models = {}
        for model in ("first", "last", "linear"):
            prefix = model + ("_touch" if f"{model}_touch_conversions" in table.columns else "")
            models[model] = {row.channel_name: [getattr(row, f"{prefix}_conversions"), getattr(row, f"{prefix}_value")] for row in table.itertuples()}
    else:
        more = {"max_step": 10_000, "conv_par": 0.01, "nsim_start": 3e7 if what == "m1" else 1e7} if careful else {}
        table, times = timed(lambda: ChannelAttribution.markov_model(
            frame, "path", "conversions", var_value="value", var_null="null", order=int(what[1:]), sep=">", ncore=2, verbose=False, flg_pro=False, **more))
        models = {"markov": {row.channel_name: [row.total_conversions, row.total_conversion_value] for row in table.itertuples()}}
    return {**times, "rows": len(frame), "models": models}


TOUCHES = """
with w as (
    select journey, channel, value, row_number() over (partition by journey order by time) as rn, count(*) over (partition by journey) as n,
        pow(2.0, -(max(time) over (partition by journey) - time) / (7 * 86400.0)) as d
    from touch where converted = 1
), x as (select *, d / sum(d) over (partition by journey) as dn from w)
select channel, {sums} from x group by 1 order by 1
"""
SHARES = {
    "first": "case when rn = 1 then 1 else 0 end", "last": "case when rn = n then 1 else 0 end", "linear": "1.0 / n", "time-decay": "dn",
    "position": "case when n = 1 then 1 when n = 2 then 0.5 when rn = 1 or rn = n then 0.4 else 0.2 / (n - 2) end"}


def touches(file, threads):
    """Five models over all touches of converted journeys in DuckDB, in memory: value alone (as is timed), then conversions too (for the comparison)."""
    import duckdb
    db = duckdb.connect()
    db.execute(f"set threads = {threads}")
    # As an enumeration, which is the least that a column of channels can be.
    names = ", ".join(f"'{row[0]}'" for row in db.execute(f"select distinct channel from '{file}' order by 1").fetchall())
    db.execute(f"create type channel as enum ({names})")
    db.execute(f"create table touch as select journey, time, channel::channel as channel, converted, value from '{file}'")
    value = TOUCHES.format(sums=", ".join(f"sum(value * ({share}))" for share in SHARES.values()))
    runs = []
    for where in ("converted = 1", "true"):
        query = value.replace("converted = 1", where)
        db.execute(query).fetchall()
        seconds = []
        for _ in range(3):
            rows, times = timed(lambda: db.execute(query).fetchall())
            seconds.append(times["seconds"])
        runs.append(sorted(seconds)[1])
    values = {row[0]: row[1:] for row in db.execute(value).fetchall()}
    counts = {row[0]: row[1:] for row in db.execute(TOUCHES.format(sums=", ".join(f"sum({share})" for share in SHARES.values()))).fetchall()}
    models = {model: {channel: [float(counts[channel][i]), float(values[channel][i])] for channel in values} for i, model in enumerate(SHARES)}
    return {**times, "seconds": runs[0], "all_journeys_seconds": runs[1], "touches": db.execute("select count(*) from touch").fetchone()[0], "models": models,
            "version": duckdb.__version__}


def features(file, rows=None, offset=0):
    import pandas
    import pyarrow.parquet
    table = pyarrow.parquet.read_table(file)
    frame = table.slice(offset, rows).to_pandas() if rows else table.to_pandas()
    y = (frame.pop("y") == "yes").to_numpy().astype(int)
    for column in frame.columns:
        if frame[column].dtype == object:
            frame[column] = frame[column].astype("category")
    return frame, y, pandas


def same_levels(train, test, pandas):
    for column in train.columns:
        if train[column].dtype.name == "category":
            test[column] = pandas.Categorical(test[column], categories=train[column].cat.categories)
    return test


def score(what, train, test, rows, seed):
    """lightgbm at its defaults with 2 threads, or InterpretML's EBM at its defaults; `seed` picks the rows (the seed-th stretch) and the model's chance."""
    x, y, pandas = features(train, rows, (rows or 0) * seed)
    if what == "lightgbm":
        import lightgbm as library
        model = library.LGBMClassifier(n_jobs=2, verbose=-1, random_state=seed)
    else:
        import interpret as library
        from interpret.glassbox import ExplainableBoostingClassifier
        model = ExplainableBoostingClassifier(n_jobs=2, random_state=seed)
    _, times = timed(lambda: model.fit(x, y))
    from sklearn.metrics import roc_auc_score
    held, truth, _ = features(test)
    begun = time.perf_counter()
    chance = model.predict_proba(same_levels(x, held, pandas))[:, 1]
    return {**times, "rows": len(x), "auc": roc_auc_score(truth, chance), "predict_seconds": time.perf_counter() - begun,
            "version": getattr(library, "__version__", "")}


def lifelines_km(file):
    import lifelines
    import pandas
    frame = pandas.read_csv(file)
    d, e = frame["d"].to_numpy(), frame["e"].to_numpy()
    fit, times = timed(lambda: lifelines.KaplanMeierFitter().fit(d, e))
    return {**times, "rows": len(frame), "median": float(fit.median_survival_time_), "points": len(fit.survival_function_), "version": lifelines.__version__}


def main():
    what, file, *more = sys.argv[1:]
    if what == "touches":
        answer = touches(file, int(more[0]) if more else os.cpu_count() or 2)
    elif what in ("lightgbm", "ebm"):
        answer = score(what, file, more[0], int(more[1]) or None, int(more[2]))
    elif what == "lifelines":
        answer = lifelines_km(file)
    else:
        answer = channel_attribution(what, file, careful="careful" in more)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
