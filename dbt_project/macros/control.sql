{#- What controls compare. -#}

{#- The classes of accounts that hold contract balances, by the side that is written above zero. -#}
{% macro contract_balance_classes() -%}
    {{ return({'unbilled_receivable': 1, 'contract_asset': 1, 'contract_liability': -1}) }}
{%- endmacro %}

{#- Whether an account class holds contract balances. -#}
{% macro is_contract_balance(account_class) -%}
    {{ account_class }} in ('{{ contract_balance_classes() | join("', '") }}')
{%- endmacro %}

{#- The controls of the ledger and what each compares, as columns. -#}
{% macro ledger_check(control_id) -%}
    {%- set checks = {
        'C05': 'recognised revenue = ledger revenue',
        'C06': 'contract balances = ledger control accounts',
        'C08': 'open invoices = ledger receivable',
    } -%}
    '{{ control_id }}' as control_id,
        '{{ checks[control_id] }}' as check_name
{%- endmacro %}

{#- The cause of a difference between what is expected of a document and what the ledger holds of it. -#}
{% macro cause_of_difference() -%}
    case
        when is_foreign and abs(difference_amount) <= 0.01 * greatest(posted_rows, 1) then 'fx_rounding'
        when counterpart_start_date is not null then 'timing'
        when difference_amount = unmapped_amount then 'unmapped_account'
        when ledger_rows = 0 then 'missing_in_ledger'
        when expected_amount = 0 then 'missing_in_subledger'
        when ledger_amount = -expected_amount then 'sign'
        when ledger_amount in (2 * expected_amount, 3 * expected_amount) then 'duplicate'
        else 'amount'
    end
{%- endmacro %}
