{#- Every version of a subscription line that was delivered: whose it is, what it charges for a month
    (metric mrr), and from when to when that was what the system said. -#}
with

versions as (
    {{ canonical_versions('subscription_lines') }}
),

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

numbered as (
    select
        versions.*,
        row_number() over in_order as version_number,
        lead(landed_at) over in_order as superseded_at
    from versions
    window in_order as (
        partition by system_name, subscription_line_id
        order by delivery_number, landed_at
    )
),

placed as (
    select
        numbered.system_name,
        numbered.subscription_line_id,
        cast(numbered.version_number as integer) as version_number,
        numbered.landed_at,
        numbered.superseded_at,
        numbered.superseded_at is null and not numbered.is_deleted as is_current,
        numbered.is_deleted,
        coalesce(contracts.entity_code, systems.entity_code) as entity_code,
        contract_identities.crosswalk_key as contract_key,
        client_identities.crosswalk_key as client_key,
        {{ optional_key(['numbered.system_name', 'numbered.product_id']) }} as product_key,
        numbered.start_date,
        numbered.end_date,
        numbered.cancelled_date,
        numbered.quantity,
        numbered.unit_price,
        numbered.billing_months,
        numbered.line_amount,
        cast({{ exact_quotient('numbered.line_amount', 'numbered.billing_months') }} as decimal(18, 6))
            as mrr_amount,
        numbered.currency_code
    from numbered
    left join contracts
        on
            numbered.system_name = contracts.system_name
            and numbered.contract_id = contracts.contract_id
    left join systems on numbered.system_name = systems.system_name
    left join identities as contract_identities
        on
            contract_identities.entity_type = 'contract'
            and numbered.system_name = contract_identities.system_name
            and numbered.contract_id = contract_identities.source_id
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and numbered.system_name = client_identities.system_name
            and numbered.client_id = client_identities.source_id
)

select * from placed
