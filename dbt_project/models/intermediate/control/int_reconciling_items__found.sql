{#- What lies behind the differences of controls, as far as rows tell. A balance differs by what was posted
    otherwise until the period's end; what came later is behind it until it came. Timing within one
    fiscal year explains a difference; any other cause is only named. What no document tells is an
    item too, so that items always add up to the difference. -#}
with

controls as (
    select * from {{ ref('int_controls__measured') }}
    where difference <> 0
),

documents as (
    select * from {{ ref('int_ledger_documents__compared') }}
),

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

dated_controls as (
    select
        controls.*,
        periods.period_start_date
    from controls
    left join periods on controls.accounting_period = periods.period_code
),

behind as (
    select
        dated_controls.reconciliation_key,
        documents.document_type,
        documents.document_key,
        documents.system_name,
        documents.table_name,
        documents.source_id,
        documents.journal_id,
        documents.document_date,
        documents.period_code as document_period,
        documents.cause_code,
        documents.counterpart_period,
        documents.difference_amount as amount,
        documents.cause_code = 'timing' and documents.is_in_one_year as is_explained
    from dated_controls
    inner join documents
        on
            dated_controls.control_id = documents.control_id
            and dated_controls.check_name = documents.check_name
            and {{ same('dated_controls', 'documents', ['entity_code', 'subject']) }}
            and (
                documents.period_start_date is null
                or dated_controls.period_start_date = documents.period_start_date
                or (
                    dated_controls.control_id = 'C06'
                    and dated_controls.period_start_date > documents.period_start_date
                )
            )
    where
        dated_controls.control_id <> 'C06'
        or documents.cause_code <> 'timing'
        or dated_controls.period_start_date < documents.counterpart_start_date
),

unsettled as (
    select
        dated_controls.*,
        invoices.system_name,
        invoices.invoice_id,
        invoices.invoice_date
    from dated_controls
    inner join invoices
        on dated_controls.subject = concat(invoices.system_name, ':', invoices.invoice_id)
    where
        dated_controls.control_id = 'C08'
        and dated_controls.check_name = 'invoiced - paid = open, this invoice'
),

unsettled_together as (
    select
        dated_controls.reconciliation_key,
        unsettled.system_name,
        unsettled.invoice_id,
        unsettled.invoice_date,
        unsettled.subject as document_key,
        unsettled.difference
    from dated_controls
    inner join unsettled
        on
            dated_controls.subject = unsettled.system_name
            and {{ same('dated_controls', 'unsettled', ['entity_code']) }}
    where
        dated_controls.control_id = 'C08'
        and dated_controls.check_name = 'invoiced - paid = open, all invoices'
    union all
    select
        reconciliation_key,
        system_name,
        invoice_id,
        invoice_date,
        subject as document_key,
        difference
    from unsettled
),

found_items as (
    select
        reconciliation_key,
        document_type,
        document_key,
        system_name,
        table_name,
        source_id,
        journal_id,
        document_date,
        document_period,
        cause_code,
        counterpart_period,
        cast(amount as decimal(38, 9)) as item_amount,
        is_explained
    from behind
    union all
    select
        reconciliation_key,
        'settlement' as document_type,
        document_key,
        system_name,
        'invoices' as table_name,
        invoice_id as source_id,
        cast(null as {{ dbt.type_string() }}) as journal_id,
        invoice_date as document_date,
        cast(null as {{ dbt.type_string() }}) as document_period,
        'amount' as cause_code,
        cast(null as {{ dbt.type_string() }}) as counterpart_period,
        difference as item_amount,
        false as is_explained
    from unsettled_together
),

found_sums as (
    select
        reconciliation_key,
        sum(item_amount) as amount
    from found_items
    group by reconciliation_key
),

all_items as (
    select * from found_items
    union all
    select
        controls.reconciliation_key,
        'difference' as document_type,
        controls.reconciliation_key as document_key,
        cast(null as {{ dbt.type_string() }}) as system_name,
        cast(null as {{ dbt.type_string() }}) as table_name,
        cast(null as {{ dbt.type_string() }}) as source_id,
        cast(null as {{ dbt.type_string() }}) as journal_id,
        cast(null as date) as document_date,
        cast(null as {{ dbt.type_string() }}) as document_period,
        'unidentified' as cause_code,
        cast(null as {{ dbt.type_string() }}) as counterpart_period,
        cast(controls.difference - coalesce(found_sums.amount, 0) as decimal(38, 9)) as item_amount,
        false as is_explained
    from controls
    left join found_sums on controls.reconciliation_key = found_sums.reconciliation_key
    where
        controls.control_id in ('C05', 'C06', 'C08')
        and controls.difference <> coalesce(found_sums.amount, 0)
),

aged as (
    select
        all_items.*,
        cast(
            case when all_items.is_explained then all_items.item_amount else 0 end as decimal(38, 9)
        ) as explained_amount,
        {{ days_between('all_items.document_date', 'run.as_of_date') }} as age_days
    from all_items
    cross join run
)

select * from aged
