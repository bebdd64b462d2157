{#- For how many days of business money is out at the end of each accounting period: owed by clients, and
    earned and not billed. Receivables and what was invoiced are at the invoices' rates and with tax; debtor
    days take the receivables without it, because they are measured by revenue as unbilled work is, and
    add up with it to the lock-up. The monthly average of revenue is that of the last twelve periods
    that are over, and no provision is taken off unbilled work: none is delivered. Ratios are empty
    where what they divide by is 0. -#}
with

receivables as (
    select * from {{ ref('fct_ar_aging') }}
),

invoices as (
    select * from {{ ref('int_invoices__converted') }}
),

revenue as (
    select * from {{ ref('fct_revenue_month') }}
),

wip as (
    select * from {{ ref('fct_wip_aging') }}
),

balances as (
    select * from {{ ref('fct_contract_balance_rollforward') }}
),

bookings as (
    select * from {{ ref('fct_bookings_backlog_month') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

measures as (
    select
        entity_code,
        accounting_period,
        open_functional_amount as receivable_amount,
        open_without_tax_functional_amount as receivable_without_tax_amount,
        0 as invoiced_amount,
        0 as revenue_amount,
        null as unbilled_amount,
        null as bookings_amount,
        case when open_functional_amount is null then 1 else 0 end as unconverted_rows
    from receivables
    union all
    select
        entity_code,
        period_code as accounting_period,
        0 as receivable_amount,
        0 as receivable_without_tax_amount,
        total_functional_amount as invoiced_amount,
        0 as revenue_amount,
        null as unbilled_amount,
        null as bookings_amount,
        case when total_functional_amount is null then 1 else 0 end as unconverted_rows
    from invoices
    union all
    select
        entity_code,
        accounting_period,
        0 as receivable_amount,
        0 as receivable_without_tax_amount,
        0 as invoiced_amount,
        revenue_functional_amount as revenue_amount,
        null as unbilled_amount,
        null as bookings_amount,
        unconverted_rows
    from revenue
    union all
    select
        entity_code,
        accounting_period,
        0 as receivable_amount,
        0 as receivable_without_tax_amount,
        0 as invoiced_amount,
        0 as revenue_amount,
        0 as unbilled_amount,
        null as bookings_amount,
        0 as unconverted_rows
    from balances
    union all
    select
        entity_code,
        accounting_period,
        0 as receivable_amount,
        0 as receivable_without_tax_amount,
        0 as invoiced_amount,
        0 as revenue_amount,
        unbilled_functional_amount as unbilled_amount,
        null as bookings_amount,
        case when unbilled_functional_amount is null then 1 else 0 end as unconverted_rows
    from wip
    union all
    select
        entity_code,
        accounting_period,
        0 as receivable_amount,
        0 as receivable_without_tax_amount,
        0 as invoiced_amount,
        0 as revenue_amount,
        null as unbilled_amount,
        bookings_functional_amount as bookings_amount,
        0 as unconverted_rows
    from bookings
),

summed as (
    select
        entity_code,
        accounting_period,
        sum(receivable_amount) as receivable_amount,
        sum(receivable_without_tax_amount) as receivable_without_tax_amount,
        sum(invoiced_amount) as invoiced_amount,
        sum(revenue_amount) as revenue_amount,
        sum(unbilled_amount) as unbilled_amount,
        sum(bookings_amount) as bookings_amount,
        sum(unconverted_rows) as unconverted_rows
    from measures
    group by entity_code, accounting_period
),

first_days as (
    select
        summed.entity_code,
        min(period_ends.period_start_date) as first_day
    from summed
    inner join period_ends on summed.accounting_period = period_ends.period_code
    where summed.receivable_amount <> 0 or summed.invoiced_amount <> 0 or summed.revenue_amount <> 0
    group by summed.entity_code
),

followed as (
    select
        first_days.entity_code,
        entities.functional_currency_code,
        period_ends.period_code,
        period_ends.period_start_date,
        period_ends.as_of_date,
        period_ends.is_over,
        period_ends.is_running,
        period_ends.days,
        coalesce(summed.receivable_amount, 0) as receivable_amount,
        coalesce(summed.receivable_without_tax_amount, 0) as receivable_without_tax_amount,
        coalesce(summed.invoiced_amount, 0) as invoiced_amount,
        coalesce(summed.revenue_amount, 0) as revenue_amount,
        summed.unbilled_amount,
        summed.bookings_amount,
        coalesce(summed.unconverted_rows, 0) as unconverted_rows
    from first_days
    inner join period_ends on first_days.first_day <= period_ends.period_start_date
    left join entities on first_days.entity_code = entities.entity_code
    left join summed
        on
            first_days.entity_code = summed.entity_code
            and period_ends.period_code = summed.accounting_period
),

neighbours as (
    select
        entity_code,
        functional_currency_code,
        period_code,
        as_of_date,
        is_running,
        days,
        receivable_amount,
        receivable_without_tax_amount,
        invoiced_amount,
        revenue_amount,
        unbilled_amount,
        bookings_amount,
        unconverted_rows,
        case
            when is_over then {{ exact_quotient(
                'sum(revenue_amount) over until_now', 'count(*) over until_now', 2
            ) }}
            else {{ exact_quotient(
                'sum(revenue_amount) over until_before', 'count(*) over until_before', 2
            ) }}
        end as average_revenue_amount,
        count(*) over three_periods as recent_periods,
        sum(receivable_amount) over three_periods as recent_receivable_amount,
        sum(bookings_amount) over three_periods as recent_bookings_amount
    from followed
    window
        until_now as (
            partition by entity_code
            order by period_start_date
            rows between 11 preceding and current row
        ),
        until_before as (
            partition by entity_code
            order by period_start_date
            rows between 12 preceding and 1 preceding
        ),
        three_periods as (
            partition by entity_code
            order by period_start_date
            rows between 2 preceding and current row
        )
),

-- Back from each period end, what was invoiced since the beginning of each earlier period.
counted_back as (
    select
        ends.entity_code,
        ends.period_code,
        ends.receivable_amount,
        earlier.period_start_date,
        earlier.days,
        earlier.invoiced_amount,
        sum(earlier.invoiced_amount) over in_order as invoiced_since,
        sum(earlier.days) over in_order as days_since
    from followed as ends
    inner join followed as earlier
        on
            ends.entity_code = earlier.entity_code
            and ends.period_start_date >= earlier.period_start_date
    window in_order as (
        partition by ends.entity_code, ends.period_code
        order by earlier.period_start_date desc
        rows between unbounded preceding and current row
    )
),

exhausting as (
    select
        entity_code,
        period_code,
        receivable_amount,
        days,
        invoiced_amount,
        invoiced_since,
        days_since,
        row_number() over (
            partition by entity_code, period_code
            order by period_start_date desc
        ) as place
    from counted_back
    where receivable_amount > 0 and invoiced_since >= receivable_amount
),

exhausted as (
    select
        entity_code,
        period_code,
        days_since - days + {{ exact_quotient(
            'days * (receivable_amount - invoiced_since + invoiced_amount)', 'invoiced_amount'
        ) }} as days_of_billings
    from exhausting
    where place = 1
),

divided as (
    select
        neighbours.entity_code,
        neighbours.functional_currency_code,
        neighbours.period_code,
        neighbours.as_of_date,
        neighbours.is_running,
        neighbours.days,
        neighbours.receivable_amount,
        neighbours.receivable_without_tax_amount,
        neighbours.invoiced_amount,
        neighbours.revenue_amount,
        neighbours.unbilled_amount,
        neighbours.bookings_amount,
        neighbours.unconverted_rows,
        neighbours.average_revenue_amount,
        {{ exact_quotient('neighbours.receivable_amount * neighbours.days', 'neighbours.invoiced_amount') }}
            as dso_simple,
        case
            when neighbours.receivable_amount <= 0 then 0
            else exhausted.days_of_billings
        end as dso_countback,
        case
            when neighbours.recent_periods = 3
                then {{ exact_quotient(
                    'neighbours.recent_receivable_amount * 30', 'neighbours.recent_bookings_amount'
                ) }}
        end as dso_gitlab,
        {{ exact_quotient('neighbours.unbilled_amount * 365', 'neighbours.average_revenue_amount * 12') }}
            as wip_days,
        {{ exact_quotient(
            'neighbours.receivable_without_tax_amount * 365', 'neighbours.average_revenue_amount * 12'
        ) }} as debtor_days
    from neighbours
    left join exhausted
        on
            neighbours.entity_code = exhausted.entity_code
            and neighbours.period_code = exhausted.period_code
),

described as (
    select
        {{ surrogate_key(['entity_code', 'period_code']) }} as working_capital_month_key,
        entity_code,
        period_code as accounting_period,
        as_of_date,
        is_running as is_running_period,
        days as days_in_period,
        functional_currency_code,
        cast(receivable_amount as decimal(18, 2)) as receivable_functional_amount,
        cast(receivable_without_tax_amount as decimal(18, 2))
            as receivable_without_tax_functional_amount,
        cast(invoiced_amount as decimal(18, 2)) as credit_sales_functional_amount,
        cast(unbilled_amount as decimal(18, 2)) as unbilled_functional_amount,
        cast(bookings_amount as decimal(18, 2)) as bookings_functional_amount,
        cast(revenue_amount as decimal(18, 2)) as revenue_functional_amount,
        cast(average_revenue_amount as decimal(18, 2)) as average_monthly_revenue_functional_amount,
        cast(dso_simple as decimal(18, 6)) as dso_simple,
        cast(dso_countback as decimal(18, 6)) as dso_countback,
        cast(dso_gitlab as decimal(18, 6)) as dso_gitlab,
        cast(wip_days as decimal(18, 6)) as wip_days,
        cast(debtor_days as decimal(18, 6)) as debtor_days,
        cast(wip_days + debtor_days as decimal(18, 6)) as lock_up_days,
        cast(unconverted_rows as bigint) as unconverted_rows
    from divided
)

select * from described
