{#- What is posted to open periods for periods that the books hold (decision 16). -#}

{#- The CTEs from `booked_periods` to `adjustments`: what the rows of `computed` come to for each source
    and service period that the books hold, less what `booked` has for it already, split by cause. They
    read the CTEs `computed`, `booked`, `source_rows`, `locks` (of one lock) and `run`.

    places: columns an amount can move between. carried: columns that only describe the row. counts:
    measures that are not converted, the quantity first. amounts: the measure in the transaction,
    functional and reporting currency. fallback: the cause where the same row stands elsewhere under the
    same models. -#}
{% macro adjustments_of(places, carried, counts, amounts, fallback) -%}
    {%- set identity = ['system_name', 'source_table', 'source_id'] -%}
    {%- set groups = identity + ['entity_code', 'service_period'] + places -%}
    {%- set measures = counts + amounts -%}
    {%- set drivers = {
        'units': counts[0], 'rate': 'rate', 'functional_fx_rate': 'functional_fx_rate',
        'reporting_fx_rate': 'reporting_fx_rate',
    } -%}
    {%- set rate_dates = ['functional_fx_rate_date', 'reporting_fx_rate_date'] -%}
booked_periods as (
    select
        entity_code,
        period_code,
        posts_to_period,
        posts_to_booked_at,
        booked_at,
        booked_model_version
    from locks
    where is_booked
),

both_sides as (
    {%- for side, sign in [('computed', ''), ('booked', '-')] %}
    select
        {%- for column in groups %}
        {{ side }}.{{ column }},
        {%- endfor %}
        {%- for measure in measures %}
        {{ sign }}coalesce({{ side }}.{{ measure }}, 0) as {{ measure }},
        {%- endfor %}
        {%- for column in carried %}
        {{ side }}.{{ column }},
        {%- endfor %}
        {%- for driver, column in drivers.items() %}
        {{ side ~ '.' ~ column if side == 'computed' else 'cast(null as decimal(18, 9))' }} as {{ driver }},
        {%- endfor %}
        {%- for column in rate_dates %}
        {{ side ~ '.' ~ column if side == 'computed' else 'cast(null as date)' }} as {{ column }},
        {%- endfor %}
        {{ 1 if side == 'computed' else 0 }} as computed_rows,
        {{ 1 if side == 'booked' else 0 }} as booked_rows
    from {{ side }}
    inner join booked_periods
        on
            {{ side }}.entity_code = booked_periods.entity_code
            and {{ side }}.service_period = booked_periods.period_code
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

netted as (
    select
        {%- for column in groups %}
        {{ column }},
        {%- endfor %}
        {%- for measure in measures %}
        sum({{ measure }}) as {{ measure }},
        {%- endfor %}
        {%- for column in carried + (drivers | list) + rate_dates %}
        max({{ column }}) as {{ column }},
        {%- endfor %}
        sum(computed_rows) as computed_rows,
        sum(booked_rows) as booked_rows
    from both_sides
    group by {{ groups | join(', ') }}
    having
        {%- for measure in measures %}
        sum({{ measure }}) <> 0{{ ' or' if not loop.last }}
        {%- endfor %}
),

booked_ranked as (
    select
        booked.*,
        row_number() over (
            partition by {{ identity | join(', ') }}
            order by accounting_period desc, booked_key desc
        ) as recency
    from booked
),

compared as (
    select
        netted.*,
        booked_periods.posts_to_period,
        booked_periods.posts_to_booked_at,
        latest.rate as booked_rate,
        latest.functional_fx_rate as booked_functional_fx_rate,
        latest.reporting_fx_rate as booked_reporting_fx_rate,
        source_rows.row_hash,
        source_rows.known_at,
        source_rows.delivery_id,
        latest.source_id is not null and source_rows.source_id is not null
        and coalesce(latest.row_hash, '~') = coalesce(source_rows.row_hash, '~') as is_same_row,
        run.model_version = booked_periods.booked_model_version as is_same_model,
        case
            when latest.source_id is null and source_rows.known_at > booked_periods.booked_at then 'late'
            when latest.source_id is null then 'moved'
            when source_rows.source_id is null then 'edited'
            when netted.computed_rows > 0 and netted.booked_rows > 0 then 'valued'
            when coalesce(latest.row_hash, '~') <> coalesce(source_rows.row_hash, '~') then 'edited'
            else 'moved'
        end as change,
        coalesce(latest.project_key, '~') <> coalesce(source_rows.project_key, '~')
        or coalesce(latest.client_key, '~') <> coalesce(source_rows.client_key, '~') as is_mapped_anew,
        netted.source_table = 'time_entries'
        and latest.source_id is not null
        and coalesce(latest.transaction_currency_code, '~') <> coalesce(source_rows.transaction_currency_code, '~')
            as is_rated_anew,
        case when netted.source_table = 'time_entries' then 'time' else 'document' end as source_kind
    from netted
    cross join run
    inner join booked_periods
        on
            netted.entity_code = booked_periods.entity_code
            and netted.service_period = booked_periods.period_code
    left join source_rows on {{ same_columns('netted', 'source_rows', identity) }}
    left join booked_ranked as latest
        on {{ same_columns('netted', 'latest', identity) }} and latest.recency = 1
),

-- The steps from the amount as booked to the amount as computed: quantity, then rate, then exchange rate.
{%- set units_before = '(compared.units - compared.' ~ counts[0] ~ ')' %}
stepped as (
    select
        compared.*,
        {%- for step, quantity, rate in [
            ('booked', units_before, 'booked_rate'), ('quantity', 'compared.units', 'booked_rate'),
            ('rate', 'compared.units', 'rate'),
        ] %}
        {{ exact_product(quantity, 'compared.' ~ rate) }} as {{ step }}_step{{ ',' if not loop.last }}
        {%- endfor %}
    from compared
),

converted as (
    select
        stepped.*,
        {%- for books in ['functional', 'reporting'] %}
        {%- for step in ['booked', 'quantity', 'rate'] %}
        {{ converted_amount('stepped.' ~ step ~ '_step', 'stepped.booked_' ~ books ~ '_fx_rate') }}
            as {{ step }}_{{ books }}_step,
        {%- endfor %}
        {{ converted_amount('stepped.rate_step', 'stepped.' ~ books ~ '_fx_rate') }} as fx_{{ books }}_step
        {{- ',' if not loop.last }}
        {%- endfor %}
    from stepped
),

parts as (
    {%- for part, later, earlier in [
        ('edited', 'quantity', 'booked'), ('rate', 'rate', 'quantity'), ('fx', 'fx', 'rate')
    ] %}
    select
        converted.*,
        '{{ part }}' as part,
        {%- for books, measure in [('', amounts[0]), ('_functional', amounts[1]), ('_reporting', amounts[2])] %}
        {%- if part == 'fx' and books == '' %}
        cast(0 as decimal(28, 6)) as part{{ books }}_amount,
        {%- else %}
        coalesce({{ later }}{{ books }}_step - {{ earlier }}{{ books }}_step, 0) as part{{ books }}_amount,
        {%- endif %}
        {%- endfor %}
        false as is_rest
    from converted
    where change = 'valued'
    union all
    {%- endfor %}
    select
        converted.*,
        case
            when change <> 'valued' then change
            when not is_same_row then 'edited'
            when coalesce(rate, -1) <> coalesce(booked_rate, -1) then 'rate'
            when coalesce(functional_fx_rate, -1) <> coalesce(booked_functional_fx_rate, -1) then 'fx'
            when coalesce(reporting_fx_rate, -1) <> coalesce(booked_reporting_fx_rate, -1) then 'fx'
            else 'moved'
        end as part,
        {%- for books, measure in [('', amounts[0]), ('_functional', amounts[1]), ('_reporting', amounts[2])] %}
        {{ measure }} - case
            when change = 'valued'
                then
                    coalesce(quantity{{ books }}_step - booked{{ books }}_step, 0)
                    + coalesce(rate{{ books }}_step - quantity{{ books }}_step, 0)
                    {%- if books %}
                    + coalesce(fx{{ books }}_step - rate{{ books }}_step, 0)
                    {%- endif %}
            else 0
        end as part{{ books }}_amount,
        {%- endfor %}
        true as is_rest
    from converted
),

named as (
    select
        parts.*,
        case
            when part in ('late', 'edited') then concat(part, '_', source_kind)
            when part <> 'moved' then part
            when is_mapped_anew then 'mapping'
            when is_rated_anew then 'rate'
            when not is_same_model then 'model_change'
            else '{{ fallback }}'
        end as adjustment_cause
    from parts
    where
        part_amount <> 0
        or part_functional_amount <> 0
        or part_reporting_amount <> 0
        {%- for measure in counts %}
        or (is_rest and {{ measure }} <> 0)
        {%- endfor %}
),

adjustments as (
    select
        {%- for column in groups %}
        {{ column }},
        {%- endfor %}
        posts_to_period,
        posts_to_booked_at,
        adjustment_cause,
        {%- for measure in counts %}
        {%- set summed = 'sum(case when is_rest then ' ~ measure ~ ' else 0 end)' %}
        {%- if measure.endswith(('_rows', '_lines')) %}
        cast({{ summed }} as bigint) as {{ measure }},
        {%- else %}
        {{ summed }} as {{ measure }},
        {%- endif %}
        {%- endfor %}
        sum(part_amount) as {{ amounts[0] }},
        sum(part_functional_amount) as {{ amounts[1] }},
        sum(part_reporting_amount) as {{ amounts[2] }},
        {%- for column in carried + ['rate', 'functional_fx_rate', 'reporting_fx_rate'] + rate_dates %}
        max({{ column }}) as {{ column }},
        {%- endfor %}
        max(known_at) as known_at,
        max(delivery_id) as delivery_id,
        max(row_hash) as row_hash
    from named
    group by {{ groups | join(', ') }}, posts_to_period, posts_to_booked_at, adjustment_cause
)
{%- endmacro %}

{#- What a posting of a period that the books hold already is called. -#}
{% macro adjustment_type(posts_to_period, service_period) -%}
    case when {{ posts_to_period }} = {{ service_period }} then 'reopened_period' else 'prior_period' end
{%- endmacro %}

{#- Whether columns that are never absent are equal in two relations. -#}
{% macro same_columns(left, right, columns) -%}
    {%- for column in columns %}
    {{ left }}.{{ column }} = {{ right }}.{{ column }}{{ ' and ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- The tables whose models keep booked rows themselves: postings, by the lock they close with. -#}
{% macro posting_tables() -%}
    {{ return({
        'billing': 'fct_billing_event', 'cost': 'fct_project_cost', 'revenue': 'fct_revenue_event'
    }) }}
{%- endmacro %}

{#- The rows of a published table that the books hold for periods in which all of its locks are closed,
    and have been since they were booked. -#}
{% macro booked_rows(table, locks) -%}
    select booked_rows.*
    from raw_evenkeel.booked_{{ table }} as booked_rows
    inner join ({{ settled_periods(table, locks) }}) as settled_periods
        on
            booked_rows.entity_code = settled_periods.entity_code
            and booked_rows.accounting_period = settled_periods.period_code
{%- endmacro %}

{% macro settled_periods(table, locks) -%}
    select
        closed_periods.entity_code,
        closed_periods.period_code
    from (
        select
            entity_code,
            period_code,
            max(closed_at) as closed_at
        from intermediate.int_period_locks__dated
        where lock in ('{{ locks | join("', '") }}')
        group by entity_code, period_code
        having min(case when is_closed then 1 else 0 end) = 1
    ) as closed_periods
    inner join raw_evenkeel.book_pages as pages
        on
            pages.table_name = '{{ table }}'
            and closed_periods.entity_code = pages.entity_code
            and closed_periods.period_code = pages.accounting_period
            and coalesce(closed_periods.closed_at, cast('1900-01-01' as timestamp))
            = coalesce(pages.closed_at, cast('1900-01-01' as timestamp))
{%- endmacro %}

{#- The columns of the model that is built which the books have, its key first; none where the books have no
    page of it, and for postings, whose models keep booked rows themselves. -#}
{% macro columns_of_books() -%}
    {%- set columns = [] -%}
    {%- set is_model = execute and model.resource_type == 'model' -%}
    {%- if is_model and model.config.meta.get('closes_with') and this.name not in posting_tables().values() -%}
        {%- set booked = api.Relation.create(
            database=this.database, schema='raw_evenkeel', identifier='booked_' ~ this.name
        ) -%}
        {%- set known = adapter.get_columns_in_relation(booked) | map(attribute='name') | list -%}
        {%- if model.columns | list | first in known -%}
            {%- for column in model.columns if column in known -%}
                {%- do columns.append(column) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(columns) }}
{%- endmacro %}

{#- The SQL of a model with the rows of closed periods as they were published, and without what is computed for
    them and was not published with them. A column that the books do not have is as it is computed now. Of an
    incremental model that follows on the last build they are the rows of changed keys. -#}
{% macro with_booked_rows(computed) -%}
    {%- set columns = columns_of_books() -%}
    {%- if not columns -%}
        {{ return(computed) }}
    {%- endif -%}
    {%- set key, locks = columns[0], model.config.meta['closes_with'] %}
    {%- set booked = booked_rows(this.name, locks) %}
    {%- if config.get('materialized') == 'incremental' %}
        {%- set booked = rows_to_rebuild('(' ~ booked ~ ')', model.config.meta['changes'], config.get('unique_key')) %}
    {%- endif %}
    select
        {%- for column in model.columns %}
        {%- if column in columns %}
        case when booked.{{ key }} is null then computed.{{ column }} else booked.{{ column }} end as {{ column }}
        {%- else %}
        computed.{{ column }}
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from ({{ computed }}) as computed
    full outer join ({{ booked }}) as booked on computed.{{ key }} = booked.{{ key }}
    left join (select distinct * from ({{ settled_periods(this.name, locks) }}) as settled) as settled_periods
        on
            computed.entity_code = settled_periods.entity_code
            and computed.accounting_period = settled_periods.period_code
    where booked.{{ key }} is not null or settled_periods.entity_code is null
{%- endmacro %}
