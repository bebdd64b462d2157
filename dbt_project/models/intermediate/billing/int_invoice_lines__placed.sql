{#- The contract whose performance obligations earn what an invoice line bills: the one under which it was
    used, the one it names, its project's, or, where it names neither, the one that promises the client
    the product of that code. What is paid by use without a record of it is earned as it is invoiced. -#}
with

invoice_lines as (
    select
        *,
        case when contract_key is null and project_key is null then product_id end as unplaced_product_id
    from {{ ref('int_invoice_lines__converted') }}
),

used as (
    select * from {{ ref('int_invoice_lines__used') }}
),

all_obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where contract_key is not null
),

obligations as (
    select * from all_obligations
    where recognition_method <> 'usage'
),

products_by_use as (
    select
        contract_key,
        product_key
    from all_obligations
    where product_key is not null
    group by contract_key, product_key
    having min(recognition_method) = 'usage' and max(recognition_method) = 'usage'
),

products as (
    select
        system_name,
        product_id,
        {{ normalised_name('product_code') }} as product_code
    from {{ ref('int_products__unioned') }}
    where product_code is not null
),

contracts as (
    select distinct contract_key
    from obligations
),

contracts_of_projects as (
    select
        project_key,
        min(contract_key) as contract_key
    from obligations
    where project_key is not null
    group by project_key
),

contracts_of_products as (
    select
        obligations.client_key,
        products.product_code,
        min(obligations.contract_key) as contract_key
    from obligations
    inner join products
        on
            obligations.system_name = products.system_name
            and obligations.product_id = products.product_id
    where obligations.client_key is not null
    group by obligations.client_key, products.product_code
),

found as (
    select
        invoice_lines.system_name,
        invoice_lines.invoice_line_id,
        case
            when used.contract_key is not null then used.contract_key
            when products_by_use.contract_key is not null then null
            else
                coalesce(
                    contracts.contract_key,
                    contracts_of_projects.contract_key,
                    contracts_of_products.contract_key
                )
        end as contract_key
    from invoice_lines
    left join used
        on
            invoice_lines.system_name = used.system_name
            and invoice_lines.invoice_line_id = used.invoice_line_id
    left join products_by_use
        on
            invoice_lines.contract_key = products_by_use.contract_key
            and invoice_lines.product_key = products_by_use.product_key
    left join contracts on invoice_lines.contract_key = contracts.contract_key
    left join contracts_of_projects
        on invoice_lines.project_key = contracts_of_projects.project_key
    left join products
        on
            invoice_lines.system_name = products.system_name
            and invoice_lines.unplaced_product_id = products.product_id
    left join contracts_of_products
        on
            invoice_lines.client_key = contracts_of_products.client_key
            and products.product_code = contracts_of_products.product_code
),

placed as (
    select
        system_name,
        invoice_line_id,
        contract_key
    from found
    where contract_key is not null
)

select * from placed
