{#- What was invoiced, tax included and without, in the currency of the entity's books: at the rate that
    its system has what is open of it at, else at the spot rate of the day of issue. -#}
with

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
    where state in ('posted', 'paid')
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

placed as (
    select
        invoices.*,
        entities.entity_code as entity,
        entities.functional_currency_code,
        period_ends.period_code
    from invoices
    left join systems on invoices.system_name = systems.system_name
    left join entities
        on coalesce(invoices.entity_code, systems.entity_code) = entities.entity_code
    left join period_ends
        on invoices.invoice_date between period_ends.period_start_date and period_ends.as_of_date
),

converted as (
    select
        placed.system_name,
        placed.invoice_id,
        placed.entity as entity_code,
        placed.period_code,
        placed.functional_currency_code,
    {% for amount in ['total', 'net'] %}
        case
            when placed.currency_code = placed.functional_currency_code
                then {{ posted_amount('placed.' ~ amount ~ '_amount') }}
            when placed.open_amount <> 0 and placed.open_functional_amount is not null
                then {{ posted_share(
                    'placed.' ~ amount ~ '_amount',
                    'abs(placed.open_functional_amount)',
                    'abs(placed.open_amount)',
                ) }}
            else {{ posted_amount(in_currency(
                'placed.' ~ amount ~ '_amount',
                'placed.currency_code',
                'placed.functional_currency_code',
                'to_functional',
            )) }}
        end as {{ amount }}_functional_amount{{ ',' if not loop.last }}
    {% endfor %}
    from placed
    {{ join_fx_rate(
        'to_functional',
        'placed.currency_code',
        'placed.functional_currency_code',
        'placed.invoice_date',
    ) }}
)

select * from converted
