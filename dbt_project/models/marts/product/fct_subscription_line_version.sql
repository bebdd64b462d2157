with

lines as (
    select * from {{ ref('int_subscription_lines__dated') }}
),

described as (
    select
        {{ surrogate_key(['system_name', 'subscription_line_id', 'version_number']) }}
            as subscription_line_version_key,
        system_name,
        subscription_line_id,
        version_number as line_version,
        landed_at as known_at,
        superseded_at,
        is_current as is_latest_version,
        is_deleted,
        entity_code,
        contract_key,
        client_key,
        product_key,
        start_date,
        end_date as end_before_date,
        end_date is null as is_open_ended,
        cancelled_date,
        quantity,
        unit_price,
        billing_months,
        currency_code as transaction_currency_code,
        cast(line_amount as decimal(18, 4)) as charge_transaction_amount,
        mrr_amount as mrr_transaction_amount,
        {{ posted_amount('12 * mrr_amount') }} as arr_transaction_amount
    from lines
)

select * from described
