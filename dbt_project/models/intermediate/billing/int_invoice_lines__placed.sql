{#- The contract whose performance obligations earn what an invoice line bills: the one it names, its
    project's, or, where it names neither, the one that promises the client the product of that code. -#}
with

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where contract_key is not null and recognition_method <> 'usage'
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
        coalesce(
            contracts.contract_key,
            contracts_of_projects.contract_key,
            contracts_of_products.contract_key
        ) as contract_key
    from invoice_lines
    left join contracts on invoice_lines.contract_key = contracts.contract_key
    left join contracts_of_projects
        on invoice_lines.project_key = contracts_of_projects.project_key
    left join products
        on
            invoice_lines.system_name = products.system_name
            and invoice_lines.product_id = products.product_id
            and invoice_lines.contract_key is null
            and invoice_lines.project_key is null
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
