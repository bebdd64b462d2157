{#- What is open of each posted invoice and credit at the end of each accounting period, in the three
    currencies: at the rate that the books have it at (the one that its system says, else the spot rate
    of the day of issue), and at the period's closing rate, which is what it is worth (IAS 21.23(a)). Where
    the company reports in the currency of the books, they have the one amount for both. -#}
with

receivables as (
    select * from {{ ref('int_receivables__dated') }}
),

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

closing_rates as (
    select * from {{ ref('int_closing_rates__dated') }}
),

opened as (
    select
        invoices.system_name,
        invoices.invoice_id,
        invoices.invoice_number,
        invoices.invoice_type,
        invoices.invoice_date,
        invoices.due_date,
        invoices.currency_code,
        invoices.net_amount,
        invoices.total_amount,
        invoices.open_amount as stated_open_amount,
        invoices.open_functional_amount as stated_open_functional_amount,
        coalesce(invoices.entity_code, systems.entity_code) as entity_code,
        clients.crosswalk_key as client_key,
        contracts.crosswalk_key as contract_key,
        period_ends.period_code,
        period_ends.as_of_date,
        period_ends.is_running,
        receivables.open_amount
    from receivables
    inner join period_ends
        on
            receivables.valid_from <= period_ends.as_of_date
            and receivables.valid_before > period_ends.as_of_date
    inner join invoices
        on
            receivables.system_name = invoices.system_name
            and receivables.invoice_id = invoices.invoice_id
    left join systems on invoices.system_name = systems.system_name
    left join identities as clients
        on
            clients.entity_type = 'client'
            and invoices.system_name = clients.system_name
            and invoices.client_id = clients.source_id
    left join identities as contracts
        on
            contracts.entity_type = 'contract'
            and invoices.system_name = contracts.system_name
            and invoices.contract_id = contracts.source_id
),

placed as (
    select
        opened.*,
        entities.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code
    from opened
    left join entities on opened.entity_code = entities.entity_code
),

converted as (
    select
        placed.system_name,
        placed.invoice_id,
        placed.invoice_number,
        placed.invoice_type,
        placed.invoice_date,
        placed.due_date,
        placed.currency_code,
        placed.entity_code,
        placed.client_key,
        placed.contract_key,
        placed.period_code,
        placed.as_of_date,
        placed.is_running,
        placed.functional_currency_code,
        placed.reporting_currency_code,
        placed.net_amount,
        placed.total_amount,
        placed.open_amount,
        case
            when placed.currency_code = placed.functional_currency_code
                then {{ posted_amount('placed.open_amount') }}
            when placed.stated_open_amount <> 0 and placed.stated_open_functional_amount is not null
                then {{ posted_share(
                    'placed.open_amount',
                    'abs(placed.stated_open_functional_amount)',
                    'abs(placed.stated_open_amount)',
                ) }}
            else {{ posted_amount(in_currency(
                'placed.open_amount',
                'placed.currency_code',
                'placed.functional_currency_code',
                'to_functional',
            )) }}
        end as open_functional_amount,
        {{ posted_amount(in_currency(
            'placed.open_amount',
            'placed.currency_code',
            'placed.reporting_currency_code',
            'to_reporting',
        )) }} as spot_reporting_amount,
        {% for books in ['functional', 'reporting'] %}
        {{ posted_amount(in_currency(
            'placed.open_amount',
            'placed.currency_code',
            'placed.' ~ books ~ '_currency_code',
            'closing_' ~ books,
        )) }} as open_at_closing_rate_{{ books }}_amount,
            {{ rate_used('placed.currency_code', 'placed.' ~ books ~ '_currency_code', 'to_' ~ books) }}
                as spot_{{ books }}_fx_rate,
            {{ rate_date_used('placed.currency_code', 'placed.' ~ books ~ '_currency_code', 'to_' ~ books) }}
                as spot_{{ books }}_fx_rate_date,
            {{ rate_used('placed.currency_code', 'placed.' ~ books ~ '_currency_code', 'closing_' ~ books) }}
                as {{ books }}_closing_fx_rate,
            {{ rate_date_used('placed.currency_code', 'placed.' ~ books ~ '_currency_code', 'closing_' ~ books) }}
                as {{ books }}_closing_fx_rate_date,
        {% endfor %}
        placed.currency_code <> placed.functional_currency_code
        and placed.stated_open_amount <> 0
        and placed.stated_open_functional_amount is not null as is_rate_stated,
        placed.functional_currency_code = placed.reporting_currency_code as is_reported_as_booked,
        {{ exact_quotient(
            'abs(placed.stated_open_functional_amount)', 'abs(placed.stated_open_amount)', 9
        ) }} as stated_fx_rate
    from placed
    {% for books in ['functional', 'reporting'] %}
        {{ join_fx_rate(
            'to_' ~ books,
            'placed.currency_code',
            'placed.' ~ books ~ '_currency_code',
            'placed.invoice_date',
        ) }}
        {{ join_closing_rate(
            'closing_' ~ books,
            'placed.currency_code',
            'placed.' ~ books ~ '_currency_code',
            'placed.period_code',
        ) }}
    {% endfor %}
),

booked as (
    select
        converted.*,
        case when is_rate_stated then 'stated' else 'spot' end as functional_fx_rate_type,
        cast(case when is_rate_stated then stated_fx_rate else spot_functional_fx_rate end as decimal(18, 9))
            as functional_fx_rate,
        case when is_rate_stated then invoice_date else spot_functional_fx_rate_date end
            as functional_fx_rate_date,
        is_rate_stated and coalesce(is_reported_as_booked, false) as is_reported_rate_stated
    from converted
),

untaxed as (
    select
        booked.*,
        case when is_reported_as_booked then open_functional_amount else spot_reporting_amount end
            as open_reporting_amount,
        case when is_reported_rate_stated then 'stated' else 'spot' end as reporting_fx_rate_type,
        case when is_reported_rate_stated then functional_fx_rate else spot_reporting_fx_rate end
            as reporting_fx_rate,
        case when is_reported_rate_stated then functional_fx_rate_date else spot_reporting_fx_rate_date end
            as reporting_fx_rate_date,
        case
            when total_amount = 0 or net_amount = 0 or sign(total_amount) <> sign(net_amount)
                then open_functional_amount
            else {{ posted_share('open_functional_amount', 'abs(net_amount)', 'abs(total_amount)') }}
        end as open_without_tax_functional_amount
    from booked
)

select * from untaxed
