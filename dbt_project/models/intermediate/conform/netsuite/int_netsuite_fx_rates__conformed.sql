with

rates as (
    {{ current_rows(ref('stg_netsuite__currency_rates'), 'currency_rate_id') }}
),

currencies as (
    {{ current_rows(ref('stg_netsuite__currencies'), 'currency_id') }}
),

-- A rate that was corrected later the same day has another id.
dated as (
    select
        rates.*,
        row_number() over (
            partition by
                rates.system_name,
                rates.base_currency_id,
                rates.transaction_currency_id,
                rates.effective_date
            order by rates.changed_at desc, {{ issue_order('rates.currency_rate_id', 'desc') }}
        ) as recency_rank
    from rates
),

conformed as (
    select
        dated.system_name,
        dated.currency_rate_id as fx_rate_id,
        others.currency_code as from_currency_code,
        bases.currency_code as to_currency_code,
        'spot' as rate_type,
        dated.effective_date as rate_date,
        dated.exchange_rate as fx_rate,
        dated.delivery_id,
        dated.landed_at,
        dated.row_hash
    from dated
    inner join currencies as bases
        on
            dated.system_name = bases.system_name
            and dated.base_currency_id = bases.currency_id
    inner join currencies as others
        on
            dated.system_name = others.system_name
            and dated.transaction_currency_id = others.currency_id
    where dated.recency_rank = 1 and dated.base_currency_id <> dated.transaction_currency_id
)

select * from conformed
