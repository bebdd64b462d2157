{#- The items behind the differences of controls: those that rows tell, and what people explained. An
    explanation counts from its day to its last, and only where the control has such a result. -#}
with

controls as (
    select * from {{ ref('int_controls__measured') }}
),

found as (
    select * from {{ ref('int_reconciling_items__found') }}
),

explanations as (
    select * from {{ ref('stg_evenkeel__control_explanations') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

items as (
    select
        controls.control_id,
        controls.check_name,
        controls.entity_code,
        controls.accounting_period,
        controls.subject,
        found.reconciliation_key,
        found.cause_code,
        found.document_type,
        found.document_key,
        found.system_name,
        found.table_name,
        found.source_id,
        found.journal_id,
        found.document_date,
        found.document_period,
        found.counterpart_period,
        found.age_days,
        found.item_amount,
        found.explained_amount,
        cast(null as {{ dbt.type_string() }}) as explanation,
        cast(null as {{ dbt.type_string() }}) as explained_by,
        cast(null as date) as explained_date,
        cast(null as date) as expires_date
    from found
    inner join controls on found.reconciliation_key = controls.reconciliation_key
    union all
    select
        explanations.control_id,
        explanations.check_name,
        explanations.entity_code,
        explanations.accounting_period,
        explanations.subject,
        controls.reconciliation_key,
        'explained_by_person' as cause_code,
        cast(null as {{ dbt.type_string() }}) as document_type,
        cast(null as {{ dbt.type_string() }}) as document_key,
        cast(null as {{ dbt.type_string() }}) as system_name,
        cast(null as {{ dbt.type_string() }}) as table_name,
        cast(null as {{ dbt.type_string() }}) as source_id,
        cast(null as {{ dbt.type_string() }}) as journal_id,
        cast(null as date) as document_date,
        cast(null as {{ dbt.type_string() }}) as document_period,
        cast(null as {{ dbt.type_string() }}) as counterpart_period,
        cast(null as integer) as age_days,
        explanations.explained_amount as item_amount,
        cast(
            case
                when controls.reconciliation_key is null then 0
                when run.as_of_date < explanations.explained_date then 0
                when run.as_of_date > explanations.expires_date then 0
                else explanations.explained_amount
            end as decimal(38, 9)
        ) as explained_amount,
        explanations.explanation,
        explanations.explained_by,
        explanations.explained_date,
        explanations.expires_date
    from explanations
    cross join run
    left join controls
        on
            explanations.control_id = controls.control_id
            and explanations.check_name = controls.check_name
            and {{ same('explanations', 'controls', ['entity_code', 'accounting_period', 'subject']) }}
),

keyed as (
    select
        {{ surrogate_key([
            'control_id',
            'check_name',
            'entity_code',
            'accounting_period',
            'subject',
            'cause_code',
            'document_type',
            'document_key',
            'document_period',
            'explanation',
            'explained_date',
        ]) }} as reconciling_item_key,
        items.*
    from items
)

select * from keyed
