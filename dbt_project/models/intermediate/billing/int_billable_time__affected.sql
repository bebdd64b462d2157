{#- Which time entries may have another list price or stand elsewhere on the way to an invoice than in the last
    build: those that may be worth something else, and those whose project's terms, list price or invoice line
    has changed. Entries that are no longer billable are among them. No rows where every entry is rebuilt. -#}
{%- set looked_up = [
    ref('int_time_entries__valued'),
    ref('int_bill_rates__assigned'),
    ref('int_project_terms__gathered'),
    ref('int_invoice_lines__converted'),
] -%}
with

affected_entries as (
    select * from {{ ref('int_time_entries__affected') }}
),

{%- if follows_last_build() %}

    time_entries as (
        select * from {{ ref('int_time_entries__valued') }}
        where is_billable
    ),

    -- An entry that the last build did not rate is new or changed itself.
    rated_before as (
        select * from {{ as_left('int_billable_time__rated') }}
    ),

    changed_terms as (
        {{ changed_rows_of('int_project_terms__gathered', ['project_key', 'contract_key', 'is_paid_by_time']) }}
    ),

    changed_rates as (
    {{ changed_rows_of(
        'int_bill_rates__assigned', ['rate_context_key', 'valid_from', 'valid_before', 'list_rate_id', 'list_rate']
    ) }}
    ),

    changed_lines as (
    {{ changed_rows_of(
        'int_invoice_lines__converted', ['system_name', 'invoice_line_id', 'invoice_id', 'invoice_state']
    ) }}
    ),

    affected as (
        select
            system_name,
            time_entry_id
        from affected_entries
        union
        select
            time_entries.system_name,
            time_entries.time_entry_id
        from time_entries
        inner join changed_terms on time_entries.project_key = changed_terms.project_key
        union
        select
            rated_before.system_name,
            rated_before.time_entry_id
        from rated_before
        inner join changed_rates
            on
                rated_before.rate_context_key = changed_rates.rate_context_key
                and rated_before.work_date >= changed_rates.valid_from
                and rated_before.work_date < changed_rates.valid_before
        union
        select
            time_entries.system_name,
            time_entries.time_entry_id
        from time_entries
        inner join changed_lines
            on
                time_entries.system_name = changed_lines.system_name
                and time_entries.invoice_line_id = changed_lines.invoice_line_id
    )
{%- else %}

    affected as (
        select
            system_name,
            time_entry_id
        from affected_entries
        where 1 = 0
    )
{%- endif %}

select * from affected
