-- Draws: every choice is a hash of the seed, of what is chosen, and of whom it is for. So one seed
-- makes one company, whatever the number of threads, and no choice depends on another.

create macro pick(what, a, b, n) as
    cast(hash(getvariable('seed'), what, cast(a as bigint), cast(b as bigint)) % n as integer);

create macro happens(what, a, b, per_mille) as pick(what, a, b, 1000) < per_mille;

-- An instant as files hold it: a day and a time of it, in UTC.
create macro instant(day, clock) as cast(day as varchar) || 'T' || clock || ':00Z';

create table months as
select
    cast(range as date) as month_start,
    last_day(range) as month_end,
    cast(row_number() over (order by range) as integer) as month_no,
    strftime(range, '%Y-%m') as period
from range(
    date_trunc('month', getvariable('first_day')),
    cast(getvariable('end_day') as timestamp) + interval 1 day,
    interval 1 month
);
