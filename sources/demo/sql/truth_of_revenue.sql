-- What revenue of each obligation is until the end of each month, in whole cents. Nothing is rounded
-- but revenue to date, once.

-- Half up, of what is not negative.
create macro rounded(part, whole) as (2 * part + whole) // (2 * whole);

-- What belongs to one obligation alone, from which day on.
create table own_prices as
select contract_id, performance_obligation_id, made_on, cast(constrained_amount * 100 as bigint) as own_cents
from judgements
where performance_obligation_id is not null;

-- What is earned of a price; what is sold without margin earns its cost, at most its price.
create macro earned_cents(price_cents, done, whole) as
    case
        when whole is null then rounded(least(done, price_cents * 10000), 10000)
        else rounded(price_cents * done, whole)
    end;

create table to_share (
    contract_id varchar,
    version_number integer,
    performance_obligation_id varchar,
    valid_from date,
    price_cents hugeint,
    weight hugeint
);

-- By weight, in whole cents: what is left goes to the largest remainders, the first by id.
create view shares as
with weighed as (
    select *, sum(weight) over (partition by contract_id, version_number) as all_weights from to_share
),
parts as (
    select
        *,
        price_cents * weight // all_weights as whole_cents,
        price_cents * weight % all_weights as rest
    from weighed
)
select
    contract_id,
    version_number,
    performance_obligation_id,
    valid_from,
    whole_cents + case
        when row_number() over (
            partition by contract_id, version_number order by rest desc, performance_obligation_id
        ) <= price_cents - sum(whole_cents) over (partition by contract_id, version_number)
            then 1
        else 0 end as shared_cents
from parts;

insert into to_share
select
    contract_id,
    version_number,
    performance_obligation_id,
    valid_from,
    shared_cents - case modification_type when 'separate_contract' then shared_cents_before else 0 end,
    standalone
from versions_promised
where
    recognition_method <> 'right_to_invoice' and modification_type <> 'prospective'
    and (modification_type <> 'separate_contract' or version_number = first_version_number);

-- What a prospective modification ends (IFRS 15.21(a)): what was recognised of what is shared stays.
create table ended as
with held as (
    select
        versions_promised.*,
        coalesce(shares.shared_cents, 0) as cents_before
    from versions_promised
    left join shares
        on
            versions_promised.contract_id = shares.contract_id
            and versions_promised.performance_obligation_id = shares.performance_obligation_id
            and versions_promised.version_number = shares.version_number + 1
    where versions_promised.modification_type = 'prospective'
)
select
    held.contract_id,
    version_number,
    held.performance_obligation_id,
    held.valid_from,
    shared_cents,
    earned_cents(cents_before, ended.done, ended.whole) as recognised_cents,
    case
        when known.done = 0 then standalone
        when known.whole is null then rounded(standalone * (cents_before - recognised_cents), cents_before)
        else rounded(standalone * (known.whole - known.done), known.whole)
    end as standalone_left
from held
inner join progress as ended
    on
        held.performance_obligation_id = ended.performance_obligation_id
        and held.start_date = ended.from_day
        and ended.until_day = held.valid_from - 1
        and ended.known_on = held.valid_from - 1
inner join progress as known
    on
        held.performance_obligation_id = known.performance_obligation_id
        and held.start_date = known.from_day
        and known.until_day = held.valid_from - 1
        and known.known_on = held.valid_from;

-- By the stand-alone price of what remains of each, in whole cents.
insert into to_share
select
    contract_id,
    version_number,
    performance_obligation_id,
    valid_from,
    shared_cents - sum(recognised_cents) over (partition by contract_id),
    standalone_left
from ended;

-- Revenue to date at the end of each month; after a prospective modification what was recognised
-- until then, what was shared anew by progress from then, and what is its own by all progress.
create table obligation_ends as
with known as (
    select
        progress.*,
        period,
        month_start,
        shares.shared_cents,
        coalesce(recognised_cents, 0) as recognised_cents,
        coalesce(own_cents, 0) as own_cents,
        case when ended.valid_from is not null then greatest(start_date, ended.valid_from) end as anew_from
    from progress
    inner join month_ends using (until_day)
    asof left join shares
        on
            progress.performance_obligation_id = shares.performance_obligation_id
            and progress.until_day >= shares.valid_from
    asof left join own_prices
        on
            progress.performance_obligation_id = own_prices.performance_obligation_id
            and progress.until_day >= own_prices.made_on
    left join ended
        on
            shares.performance_obligation_id = ended.performance_obligation_id
            and shares.version_number = ended.version_number
    where known_on = until_day and from_day = start_date and progress.until_day >= progress.valid_from
)
select
    known.contract_id,
    known.performance_obligation_id,
    known.period,
    known.month_start,
    recognised_cents + shared_cents + own_cents as allocated_cents,
    case
        when known.recognition_method = 'right_to_invoice' then known.done
        when anew_from is null then earned_cents(allocated_cents, known.done, known.whole)
        when known.whole is null
            then recognised_cents + earned_cents(shared_cents + own_cents, anew.done, anew.whole)
        else recognised_cents + rounded(
            shared_cents * anew.done * known.whole + own_cents * known.done * anew.whole,
            known.whole * anew.whole
        )
    end as cents_to_date
from known
left join progress as anew
    on
        known.performance_obligation_id = anew.performance_obligation_id
        and known.anew_from = anew.from_day
        and known.until_day = anew.until_day
        and known.known_on = anew.known_on;
