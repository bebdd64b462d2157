{#- Lines of vendors' documents whose document no delivery has, not even a deleted one: the conformed models, which
    read both, have none of them. -#}
{%- set documents = {
    'netsuite': [
        ('transaction_lines', 'unique_line_id', 'transactions', 'transaction_id'),
        ('transaction_accounting_lines', 'transaction_id', 'transactions', 'transaction_id'),
    ],
    'tryton': [
        ('move_lines', 'move_line_id', 'moves', 'move_id'),
        ('invoice_payment_lines', 'invoice_payment_line_id', 'invoices', 'invoice_id'),
        ('invoice_payment_lines', 'invoice_payment_line_id', 'move_lines', 'move_line_id'),
    ],
    'xero': [
        ('invoice_line_items', 'line_item_id', 'invoices', 'invoice_id'),
        ('credit_note_line_items', 'line_item_id', 'credit_notes', 'credit_note_id'),
    ],
} -%}
with

{% for kind, pairs in documents.items() if kind in var('systems') -%}
    {% for lines, key, heads, head in pairs -%}
        {{ kind }}_{{ lines }}_of_{{ heads }} as (
            select distinct
                lines.system_name,
                '{{ lines }}' as table_name,
                lines.{{ key }} as source_id,
                '{{ heads }}' as named_table_name,
                lines.{{ head }} as named_id
            from {{ ref('stg_' ~ kind ~ '__' ~ lines) }} as lines
            left join {{ ref('stg_' ~ kind ~ '__' ~ heads) }} as heads
                on lines.system_name = heads.system_name and lines.{{ head }} = heads.{{ head }}
            where lines.{{ head }} is not null and heads.{{ head }} is null
        ),

    {% endfor -%}
{% endfor -%}
listed as (
    {% for kind, pairs in documents.items() if kind in var('systems') -%}
        {% for lines, key, heads, head in pairs -%}
            select * from {{ kind }}_{{ lines }}_of_{{ heads }}
            union all
        {% endfor -%}
    {% endfor -%}
    select
        cast(null as {{ dbt.type_string() }}) as system_name,
        cast(null as {{ dbt.type_string() }}) as table_name,
        cast(null as {{ dbt.type_string() }}) as source_id,
        cast(null as {{ dbt.type_string() }}) as named_table_name,
        cast(null as {{ dbt.type_string() }}) as named_id
    where 1 = 0
)

select * from listed
