{#- The invoice lines that bill what usage records earn, with the contract it was used under: those that a
    record names, and from the first recorded day on those of the contract for the product, those of a
    contract that is paid by recorded use alone, and, where a line names neither contract nor project,
    those of the client for the product of that code. What was billed of earlier days is no record's. -#}
with

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
),

usage as (
    select * from {{ ref('int_usage__valued') }}
    where is_earned and contract_key is not null
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where contract_key is not null
),

products as (
    select
        system_name,
        product_id,
        {{ optional_key(['system_name', 'product_id']) }} as product_key,
        {{ normalised_name('product_code') }} as product_code
    from {{ ref('int_products__unioned') }}
    where product_code is not null
),

billed_by_record as (
    select
        system_name,
        invoice_line_id,
        min(contract_key) as contract_key
    from usage
    where invoice_line_id is not null
    group by system_name, invoice_line_id
),

used_products as (
    select
        contract_key,
        product_key,
        min(usage_date) as used_from
    from usage
    where product_key is not null
    group by contract_key, product_key
),

used_obligations as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        min(usage_date) as used_from
    from usage
    group by system_name, contract_id, performance_obligation_id
),

used_contracts as (
    select
        obligations.contract_key,
        min(used_obligations.used_from) as used_from
    from obligations
    left join used_obligations
        on
            obligations.system_name = used_obligations.system_name
            and obligations.contract_id = used_obligations.contract_id
            and obligations.performance_obligation_id = used_obligations.performance_obligation_id
    group by obligations.contract_key
    having
        min(case when obligations.recognition_method = 'usage' then 1 else 0 end) = 1
        and count(used_obligations.used_from) = count(*)
),

used_codes as (
    select
        usage.client_key,
        products.product_code,
        min(usage.contract_key) as contract_key,
        min(usage.usage_date) as used_from
    from usage
    inner join products on usage.product_key = products.product_key
    where usage.client_key is not null
    group by usage.client_key, products.product_code
),

dated as (
    select
        *,
        coalesce(service_start_date, invoice_date) as billed_from,
        case when contract_key is null and project_key is null then product_id end as unplaced_product_id
    from invoice_lines
),

found as (
    select
        dated.system_name,
        dated.invoice_line_id,
        coalesce(
            billed_by_record.contract_key,
            used_products.contract_key,
            used_contracts.contract_key,
            used_codes.contract_key
        ) as contract_key
    from dated
    left join billed_by_record
        on
            dated.system_name = billed_by_record.system_name
            and dated.invoice_line_id = billed_by_record.invoice_line_id
    left join used_products
        on
            dated.contract_key = used_products.contract_key
            and dated.product_key = used_products.product_key
            and dated.billed_from >= used_products.used_from
    left join used_contracts
        on
            dated.contract_key = used_contracts.contract_key
            and dated.billed_from >= used_contracts.used_from
    left join products
        on
            dated.system_name = products.system_name
            and dated.unplaced_product_id = products.product_id
    left join used_codes
        on
            dated.client_key = used_codes.client_key
            and products.product_code = used_codes.product_code
            and dated.billed_from >= used_codes.used_from
),

billed as (
    select
        system_name,
        invoice_line_id,
        contract_key
    from found
    where contract_key is not null
)

select * from billed
