{#- Every milestone with an amount, but those that are cancelled, with what stands in the way of an invoice for
    it. No system says which line bills a milestone: what was billed on the project covers its milestones in
    the order in which they were or are to be accepted, and a part of one may be covered. -#}
with

milestones as (
    select * from {{ ref('int_milestones__unioned') }}
    where milestone_amount > 0 and state <> 'cancelled'
),

projects as (
    select * from {{ ref('int_projects__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

terms as (
    select * from {{ ref('int_project_terms__gathered') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
    where invoice_state in ('posted', 'paid')
),

disputes as (
    select * from {{ ref('int_disputes__unioned') }}
),

contracts as (
    select count(*) as contracts
    from {{ ref('int_contracts__unioned') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

disputed as (
    {{ disputed_invoices() }}
),

billed as (
    select
        invoice_lines.project_key,
        invoice_lines.currency_code,
        sum(invoice_lines.net_amount) as billed_amount,
        sum(case when disputed.invoice_id is not null then invoice_lines.net_amount else 0 end)
            as disputed_amount
    from invoice_lines
    left join disputed
        on
            invoice_lines.system_name = disputed.system_name
            and invoice_lines.invoice_id = disputed.invoice_id
    group by invoice_lines.project_key, invoice_lines.currency_code
),

placed as (
    select
        milestones.*,
        coalesce(projects.entity_code, systems.entity_code) as entity_code,
        project_identities.crosswalk_key as project_key,
        client_identities.crosswalk_key as client_key,
        terms.contract_key,
        coalesce(
            milestones.accepted_date,
            milestones.reached_date,
            milestones.forecast_date,
            milestones.baseline_date
        ) as due_on
    from milestones
    left join systems on milestones.system_name = systems.system_name
    left join projects
        on
            milestones.system_name = projects.system_name
            and milestones.project_id = projects.project_id
    left join identities as project_identities
        on
            project_identities.entity_type = 'project'
            and milestones.system_name = project_identities.system_name
            and milestones.project_id = project_identities.source_id
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and projects.system_name = client_identities.system_name
            and projects.client_id = client_identities.source_id
    left join terms on project_identities.crosswalk_key = terms.project_key
),

cumulated as (
    select
        placed.*,
        coalesce(billed.billed_amount, 0) as billed_amount,
        coalesce(billed.disputed_amount, 0) as disputed_amount,
        sum(placed.milestone_amount) over (
            partition by placed.project_key, placed.currency_code
            order by
                case when placed.state = 'accepted' then 1 else 2 end,
                placed.due_on,
                placed.system_name,
                placed.milestone_id
            rows between unbounded preceding and current row
        ) as until_amount
    from placed
    left join billed
        on
            placed.project_key = billed.project_key
            and placed.currency_code = billed.currency_code
),

covered as (
    select
        cumulated.*,
        greatest(least(milestone_amount, billed_amount - until_amount + milestone_amount), 0)
            as invoiced_amount
    from cumulated
),

-- The last that was billed is what is disputed.
argued as (
    select
        covered.*,
        greatest(
            least(
                invoiced_amount,
                until_amount - milestone_amount + invoiced_amount - billed_amount + disputed_amount
            ),
            0
        ) as argued_amount
    from covered
),

parts as (
    select
        argued.*,
        'disputed' as billing_reason,
        argued_amount as value_amount
    from argued
    union all
    select
        argued.*,
        'already_invoiced' as billing_reason,
        invoiced_amount - argued_amount as value_amount
    from argued
    union all
    select
        argued.*,
        case
            when argued.state <> 'accepted' then 'milestone_not_accepted'
            when argued.project_key is null then 'contract_not_known'
            when argued.contract_key is null and contracts.contracts > 0 then 'contract_not_known'
            else 'ready'
        end as billing_reason,
        argued.milestone_amount - argued.invoiced_amount as value_amount
    from argued
    cross join contracts
),

explained as (
    select
        'milestone' as item_type,
        system_name,
        milestone_id as source_id,
        entity_code,
        project_key,
        client_key,
        contract_key,
        cast(null as {{ dbt.type_string() }}) as product_key,
        due_on as service_date,
        billing_reason,
        cast(0 as decimal(18, 6)) as hours,
        currency_code,
        cast(value_amount as decimal(28, 6)) as value_amount,
        landed_at as known_at,
        delivery_id,
        row_hash
    from parts
    where value_amount <> 0
)

select * from explained
