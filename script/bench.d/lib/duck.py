# SPDX-License-Identifier: Apache-2.0
"""The funnel in DuckDB, as a process of its own: DATABASE THREADS. Prints its answer and its own times as JSON."""

import json
import sys
import time

begun = time.perf_counter()
import duckdb  # noqa: E402  (its loading is timed)

loaded = time.perf_counter()

# A stay ends with the next move. Quantiles of type 7; Wilson's interval at 95 %. Rows with and without source: one pass gives groups and total.
QUERY = """
with step as (
    select lead_id, stage, lead(moment) over (partition by lead_id order by moment) - moment as stay from move
), per_lead as (
    select lead_id, max(stage) filter (stage <= 6) as reach from move group by lead_id
), reached as (
    select l.source, s.stage, count(*) filter (p.reach >= s.stage) as reached
    from lead l join per_lead p using (lead_id), (select unnest([1, 2, 3, 4, 5, 6]) as stage) s
    group by grouping sets ((l.source, s.stage), (s.stage))
), timed as (
    select l.source, t.stage, count(*) as stays, median(t.stay) as median, quantile_cont(t.stay, 0.9) as p90
    from step t join lead l using (lead_id) where t.stay is not null and t.stage <= 5
    group by grouping sets ((l.source, t.stage), (t.stage))
), counted as (
    select source, stage, reached, lead(reached) over (partition by source order by stage) as next from reached
)
select c.source, c.stage, c.reached, t.stays, t.median, t.p90,
    case when next is not null and reached > 0 then next / reached end as share,
    case when next is not null and reached > 0 then
        (share + z * z / (2 * reached) - z * sqrt(share * (1 - share) / reached + z * z / (4 * reached * reached))) / (1 + z * z / reached) end as low,
    case when next is not null and reached > 0 then
        (share + z * z / (2 * reached) + z * sqrt(share * (1 - share) / reached + z * z / (4 * reached * reached))) / (1 + z * z / reached) end as high
from counted c left join timed t on t.source is not distinct from c.source and t.stage = c.stage, (select 1.959963984540054 as z)
order by c.source nulls first, c.stage
"""

db = duckdb.connect(sys.argv[1], read_only=True)
db.execute(f"set threads = {int(sys.argv[2])}")
opened = time.perf_counter()
answer = db.execute(QUERY).fetchall()
done = time.perf_counter()
print(json.dumps({"rows": answer, "load": loaded - begun, "open": opened - loaded, "query": done - opened}))
