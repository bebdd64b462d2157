{%- set conversions = [
    ('cost', 'cost_currency_code', 'functional'),
    ('cost', 'cost_currency_code', 'reporting'),
    ('billable', 'currency_code', 'functional'),
    ('billable', 'currency_code', 'reporting'),
] -%}
with

time_entries as (
    {{ rows_to_rebuild(
        ref('int_time_entries__unioned'), ref('int_time_entries__affected'), ['system_name', 'time_entry_id']
    ) }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

projects as (
    select * from {{ ref('int_projects__unioned') }}
),

people as (
    select * from {{ ref('int_people__unioned') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

{{ period_days() }},

cost_rates as (
    select * from {{ ref('int_cost_rates__assigned') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

placed as (
    select
        time_entries.*,
        projects.client_id,
        coalesce(projects.entity_code, people.entity_code, systems.entity_code) as entity_code
    from time_entries
    left join systems on time_entries.system_name = systems.system_name
    left join projects
        on
            time_entries.system_name = projects.system_name
            and time_entries.project_id = projects.project_id
    left join people
        on
            time_entries.system_name = people.system_name
            and time_entries.person_id = people.person_id
),

rated as (
    select
        placed.*,
        entities.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        period_days.period_code,
        cost_rates.rate_system_name as cost_rate_system_name,
        cost_rates.cost_rate_id,
        cost_rates.cost_rate,
        cost_rates.currency_code as cost_currency_code,
        project_identities.crosswalk_key as project_key,
        client_identities.crosswalk_key as client_key,
        person_identities.crosswalk_key as person_key
    from placed
    left join entities on placed.entity_code = entities.entity_code
    left join period_days on placed.work_date = period_days.calendar_date
    left join cost_rates
        on
            placed.system_name = cost_rates.system_name
            and placed.person_id = cost_rates.person_id
            and placed.work_date >= cost_rates.valid_from
            and placed.work_date < cost_rates.valid_before
    left join identities as project_identities
        on
            project_identities.entity_type = 'project'
            and placed.system_name = project_identities.system_name
            and placed.project_id = project_identities.source_id
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and placed.system_name = client_identities.system_name
            and placed.client_id = client_identities.source_id
    left join identities as person_identities
        on
            person_identities.entity_type = 'person'
            and placed.system_name = person_identities.system_name
            and placed.person_id = person_identities.source_id
),

amounts as (
    select
        rated.*,
        {{ exact_product('rated.hours', 'rated.cost_rate') }} as cost_transaction_amount,
        case
            when rated.is_billable then {{ exact_product('rated.hours', 'rated.bill_rate') }}
            else cast(0 as decimal(28, 6))
        end as billable_transaction_amount
    from rated
),

valued as (
    select
        amounts.*,
    {% for measure, currency_code, books in conversions %}
        {{ in_currency(
            'amounts.' ~ measure ~ '_transaction_amount',
            'amounts.' ~ currency_code,
            'amounts.' ~ books ~ '_currency_code',
            measure ~ '_to_' ~ books,
        ) }} as {{ measure }}_{{ books }}_amount,
        {{ rate_used(
            'amounts.' ~ currency_code,
            'amounts.' ~ books ~ '_currency_code',
            measure ~ '_to_' ~ books,
        ) }} as {{ measure }}_{{ books }}_fx_rate,
        {{ rate_date_used(
            'amounts.' ~ currency_code,
            'amounts.' ~ books ~ '_currency_code',
            measure ~ '_to_' ~ books,
        ) }} as {{ measure }}_{{ books }}_fx_rate_date{{ ',' if not loop.last }}
    {% endfor %}
    from amounts
    {% for measure, currency_code, books in conversions %}
        {{ join_fx_rate(
            measure ~ '_to_' ~ books,
            'amounts.' ~ currency_code,
            'amounts.' ~ books ~ '_currency_code',
            'amounts.work_date',
        ) }}
    {% endfor %}
)

select * from valued
