{#- The survivor of a merge lists whom it took in, and may be taken in later. -#}
with

companies as (
    {{ current_rows(ref('stg_hubspot__companies'), 'company_id') }}
),

listed as (
    {{ text_parts('companies', ['system_name', 'company_id'], 'merged_company_ids', ';') }}
),

takings as (
    select
        system_name,
        trim(part) as company_id,
        max(company_id) as surviving_company_id
    from listed
    where trim(part) not in ('', company_id)
    group by system_name, trim(part)
),

merged_0 as (
    select
        system_name,
        company_id,
        surviving_company_id
    from takings
),

{% for step in range(1, 5) %}
    merged_{{ step }} as (
        select
            merged.system_name,
            merged.company_id,
            coalesce(takings.surviving_company_id, merged.surviving_company_id)
                as surviving_company_id
        from merged_{{ step - 1 }} as merged
        left join takings
            on
                merged.system_name = takings.system_name
                and merged.surviving_company_id = takings.company_id
    ),

{% endfor %}
merged as (
    select
        system_name,
        company_id,
        surviving_company_id
    from merged_4
)

select * from merged
