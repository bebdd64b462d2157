{#- The conformed shape of everything that more than one system can deliver: its key, who provides
    it and its columns. Canonical staging has this shape already; every other system has a model
    `int_<system>_<things>__conformed` for each thing it provides. -#}
{% macro conformed_things() -%}
    {%- set text, day, instant, flag = 'varchar', 'date', 'timestamp', 'boolean' -%}
    {%- set hours, rate, amount, fx = 'decimal(18, 6)', 'decimal(18, 6)', 'decimal(18, 4)', 'decimal(18, 9)' -%}
    {{ return({
        'clients': {'key': 'client_id', 'providers': ['canonical', 'harvest', 'hubspot', 'netsuite', 'salesforce', 'toggl', 'tryton', 'xero'], 'columns': {
            'client_id': text, 'client_name': text, 'parent_client_id': text, 'shared_id': text,
            'email_domain': text, 'country_code': text, 'region': text}},
        'contracts': {'key': 'contract_id', 'providers': ['canonical', 'salesforce'], 'columns': {
            'contract_id': text, 'contract_code': text, 'contract_name': text, 'shared_id': text,
            'client_id': text, 'entity_code': text, 'currency_code': text, 'agreed_amount': amount,
            'signed_date': day, 'start_date': day, 'end_date': day, 'state': text, 'opportunity_id': text}},
        'contract_versions': {'key': 'contract_version_id', 'providers': ['canonical'], 'columns': {
            'contract_version_id': text, 'contract_id': text, 'version_number': 'bigint',
            'effective_date': day, 'approved_date': day, 'modification_type': text, 'reason': text,
            'fixed_amount': amount, 'not_to_exceed_amount': amount, 'currency_code': text}},
        'performance_obligations': {'key': ['contract_version_id', 'performance_obligation_id'], 'providers': ['canonical'], 'columns': {
            'contract_version_id': text, 'performance_obligation_id': text, 'obligation_name': text,
            'project_id': text, 'product_id': text, 'revenue_stream': text, 'recognition_method': text,
            'standalone_price': amount, 'is_option': flag, 'exercise_share': 'decimal(9, 6)',
            'start_date': day, 'end_date': day, 'currency_code': text}},
        'price_components': {'key': ['price_component_id', 'made_on'], 'providers': ['canonical'], 'columns': {
            'price_component_id': text, 'contract_version_id': text, 'performance_obligation_id': text,
            'component_type': text, 'estimation_method': text, 'estimated_amount': amount,
            'constrained_amount': amount, 'made_on': day, 'resolved_date': day, 'currency_code': text}},
        'milestones': {'key': 'milestone_id', 'providers': ['canonical'], 'columns': {
            'milestone_id': text, 'project_id': text, 'performance_obligation_id': text,
            'milestone_name': text, 'weight_share': 'decimal(9, 6)', 'milestone_amount': amount,
            'currency_code': text, 'baseline_date': day, 'forecast_date': day, 'reached_date': day,
            'accepted_date': day, 'state': text}},
        'estimates': {'key': 'estimate_id', 'providers': ['canonical'], 'columns': {
            'estimate_id': text, 'project_id': text, 'made_on': day, 'remaining_hours': hours,
            'remaining_cost_amount': amount, 'currency_code': text, 'forecast_end_date': day, 'reason': text}},
        'baselines': {'key': 'baseline_id', 'providers': ['canonical'], 'columns': {
            'baseline_id': text, 'project_id': text, 'version_number': 'bigint', 'approved_date': day,
            'approved_by': text, 'reason': text}},
        'planned_periods': {'key': ['baseline_id', 'period_start_date'], 'providers': ['canonical'], 'columns': {
            'baseline_id': text, 'period_start_date': day, 'planned_hours': hours,
            'planned_cost_amount': amount, 'planned_revenue_amount': amount, 'currency_code': text}},
        'tasks': {'key': 'task_id', 'providers': ['canonical'], 'columns': {
            'task_id': text, 'project_id': text, 'parent_task_id': text, 'task_name': text,
            'budget_hours': hours, 'progress_share': 'decimal(9, 6)', 'earned_value_technique': text,
            'start_date': day, 'end_date': day, 'state': text}},
        'expenses': {'key': 'expense_id', 'providers': ['canonical'], 'columns': {
            'expense_id': text, 'person_id': text, 'project_id': text, 'expense_date': day, 'category': text,
            'amount': amount, 'currency_code': text, 'is_billable': flag, 'approval_state': text,
            'invoice_line_id': text, 'account_id': text, 'is_wasted': flag}},
        'vendor_bills': {'key': 'vendor_bill_id', 'providers': ['canonical'], 'columns': {
            'vendor_bill_id': text, 'vendor_name': text, 'entity_code': text, 'bill_date': day,
            'category': text, 'project_id': text, 'product_id': text, 'cost_pool': text, 'net_amount': amount,
            'currency_code': text, 'service_start_date': day, 'service_end_date': day, 'account_id': text,
            'is_uninstalled': flag, 'is_wasted': flag}},
        'bill_rates': {'key': 'bill_rate_id', 'providers': ['canonical'], 'columns': {
            'bill_rate_id': text, 'project_id': text, 'client_id': text, 'person_id': text, 'role': text,
            'valid_from': day, 'valid_to': day, 'bill_rate': rate, 'currency_code': text}},
        'employments': {'key': 'employment_id', 'providers': ['canonical'], 'columns': {
            'employment_id': text, 'person_id': text, 'entity_code': text, 'role': text, 'practice': text,
            'weekly_hours': hours, 'valid_from': day, 'valid_to': day}},
        'subscription_lines': {'key': 'subscription_line_id', 'providers': ['canonical'], 'columns': {
            'subscription_line_id': text, 'contract_id': text, 'client_id': text, 'product_id': text,
            'start_date': day, 'end_date': day, 'quantity': hours, 'unit_price': rate,
            'billing_months': 'bigint', 'line_amount': amount, 'currency_code': text,
            'cancelled_date': day}},
        'usage_records': {'key': 'usage_record_id', 'providers': ['canonical'], 'columns': {
            'usage_record_id': text, 'contract_id': text, 'performance_obligation_id': text,
            'usage_date': day, 'quantity': hours, 'unit': text, 'unit_price': rate, 'currency_code': text,
            'invoice_line_id': text}},
        'contract_costs': {'key': 'contract_cost_id', 'providers': ['canonical'], 'columns': {
            'contract_cost_id': text, 'contract_id': text, 'cost_type': text, 'incurred_date': day,
            'amount': amount, 'currency_code': text, 'amortisation_start_date': day,
            'amortisation_end_date': day}},
        'projects': {'key': 'project_id', 'providers': ['canonical', 'harvest', 'hubspot', 'netsuite', 'salesforce', 'toggl', 'tryton', 'xero'], 'columns': {
            'project_id': text, 'project_code': text, 'project_name': text, 'shared_id': text, 'client_id': text,
            'contract_id': text, 'entity_code': text, 'project_type': text, 'practice': text, 'currency_code': text,
            'budget_hours': hours, 'budget_amount': amount, 'start_date': day, 'end_date': day, 'state': text}},
        'people': {'key': 'person_id', 'providers': ['canonical', 'harvest', 'toggl', 'tryton'], 'columns': {
            'person_id': text, 'person_name': text, 'email': text, 'shared_id': text, 'role': text,
            'practice': text, 'region': text, 'entity_code': text, 'weekly_capacity_hours': hours,
            'start_date': day, 'end_date': day}},
        'absences': {'key': 'absence_id', 'providers': ['canonical'], 'columns': {
            'absence_id': text, 'person_id': text, 'absence_type': text, 'start_date': day, 'end_date': day,
            'hours': hours}},
        'holidays': {'key': 'holiday_id', 'providers': ['canonical'], 'columns': {
            'holiday_id': text, 'entity_code': text, 'region': text, 'holiday_date': day,
            'holiday_name': text, 'day_share': 'decimal(9, 6)'}},
        'cost_rates': {'key': 'cost_rate_id', 'providers': ['canonical', 'harvest', 'tryton'], 'columns': {
            'cost_rate_id': text, 'person_id': text, 'role': text, 'practice': text, 'entity_code': text,
            'valid_from': day, 'valid_to': day, 'cost_rate': rate, 'currency_code': text}},
        'payroll_costs': {'key': 'payroll_cost_id', 'providers': ['canonical'], 'columns': {
            'payroll_cost_id': text, 'person_id': text, 'entity_code': text, 'period_start_date': day,
            'period_end_date': day, 'gross_amount': amount, 'currency_code': text}},
        'time_entries': {'key': 'time_entry_id', 'providers': ['canonical', 'harvest', 'toggl', 'tryton'], 'columns': {
            'time_entry_id': text, 'person_id': text, 'project_id': text, 'task_name': text, 'work_date': day,
            'hours': hours, 'time_category': text, 'is_billable': flag, 'approval_state': text,
            'bill_rate': rate, 'currency_code': text, 'invoice_line_id': text, 'submitted_at': instant,
            'approved_at': instant, 'updated_at': instant, 'is_wasted': flag}},
        'products': {'key': 'product_id', 'providers': ['canonical', 'hubspot', 'netsuite', 'salesforce', 'tryton', 'xero'], 'columns': {
            'product_id': text, 'product_code': text, 'product_name': text, 'product_family': text}},
        'product_prices': {'key': 'product_price_id', 'providers': ['canonical'], 'columns': {
            'product_price_id': text, 'product_id': text, 'unit_price': rate, 'currency_code': text,
            'valid_from': day, 'valid_to': day}},
        'opportunities': {'key': 'opportunity_id', 'providers': ['canonical', 'hubspot', 'salesforce', 'tryton'], 'columns': {
            'opportunity_id': text, 'opportunity_name': text, 'client_id': text, 'stage': text,
            'amount': amount, 'currency_code': text, 'win_probability_share': 'decimal(9, 6)',
            'opportunity_type': text, 'created_date': day, 'close_date': day, 'is_closed': flag,
            'is_won': flag, 'project_id': text, 'contract_id': text, 'updated_at': instant}},
        'opportunity_changes': {'key': 'opportunity_change_id', 'providers': ['canonical', 'hubspot', 'salesforce', 'tryton'], 'columns': {
            'opportunity_change_id': text, 'opportunity_id': text, 'changed_at': instant, 'stage': text,
            'amount': amount, 'win_probability_share': 'decimal(9, 6)', 'close_date': day}},
        'invoices': {'key': 'invoice_id', 'providers': ['canonical', 'netsuite', 'tryton', 'xero'], 'columns': {
            'invoice_id': text, 'invoice_number': text, 'invoice_type': text, 'state': text,
            'entity_code': text, 'client_id': text, 'contract_id': text, 'invoice_date': day, 'due_date': day,
            'currency_code': text, 'net_amount': amount, 'tax_amount': amount, 'total_amount': amount,
            'open_amount': amount, 'open_functional_amount': amount, 'updated_at': instant}},
        'invoice_lines': {'key': 'invoice_line_id', 'providers': ['canonical', 'netsuite', 'tryton', 'xero'], 'columns': {
            'invoice_line_id': text, 'invoice_id': text, 'project_id': text, 'product_id': text,
            'description': text, 'quantity': hours, 'unit': text, 'unit_price': rate, 'net_amount': amount,
            'account_id': text, 'service_start_date': day, 'service_end_date': day}},
        'payments': {'key': 'payment_id', 'providers': ['canonical', 'netsuite', 'tryton', 'xero'], 'columns': {
            'payment_id': text, 'invoice_id': text, 'payment_date': day, 'amount': amount}},
        'credit_allocations': {'key': 'credit_allocation_id', 'providers': ['canonical', 'netsuite', 'xero'], 'columns': {
            'credit_allocation_id': text, 'credit_id': text, 'invoice_id': text, 'allocation_date': day,
            'amount': amount}},
        'disputes': {'key': 'dispute_id', 'providers': ['canonical'], 'columns': {
            'dispute_id': text, 'invoice_id': text, 'reason': text, 'opened_date': day,
            'closed_date': day, 'disputed_amount': amount}},
        'gl_accounts': {'key': 'account_id', 'providers': ['canonical', 'netsuite', 'tryton', 'xero'], 'columns': {
            'account_id': text, 'account_code': text, 'account_name': text, 'account_type': text}},
        'gl_lines': {'key': 'gl_line_id', 'providers': ['canonical', 'netsuite', 'tryton', 'xero'], 'columns': {
            'gl_line_id': text, 'journal_id': text, 'journal_number': text, 'entity_code': text,
            'posting_date': day, 'account_id': text, 'debit_amount': amount, 'credit_amount': amount,
            'transaction_amount': amount, 'transaction_currency_code': text, 'client_id': text,
            'project_id': text, 'source_type': text, 'source_id': text, 'description': text,
            'posted_at': instant}},
        'accounting_periods': {'key': 'accounting_period_id', 'providers': ['canonical', 'netsuite', 'tryton'], 'columns': {
            'accounting_period_id': text, 'entity_code': text, 'start_date': day, 'end_date': day,
            'state': text, 'closed_at': instant}},
        'period_events': {'key': 'period_event_id', 'providers': ['canonical'], 'columns': {
            'period_event_id': text, 'entity_code': text, 'period_start_date': day, 'lock': text,
            'event_type': text, 'occurred_at': instant, 'actor': text, 'reason': text}},
        'outcomes': {'key': 'outcome_id', 'providers': ['canonical'], 'columns': {
            'outcome_id': text, 'project_id': text, 'client_id': text, 'product_id': text,
            'outcome_type': text, 'outcome_name': text, 'unit': text, 'promised_value': hours,
            'promised_date': day, 'measured_value': hours, 'measured_on': day, 'is_less_better': flag}},
        'decisions': {'key': 'decision_id', 'providers': ['canonical'], 'columns': {
            'decision_id': text, 'decided_on': day, 'axis': text, 'action': text,
            'expected_effect': hours, 'decided_by': text}},
        'transition_targets': {'key': 'transition_target_id', 'providers': ['canonical'], 'columns': {
            'transition_target_id': text, 'version_number': 'bigint', 'approved_date': day,
            'period_start_date': day, 'product_revenue_share': 'decimal(9, 6)'}},
        'fx_rates': {'key': 'fx_rate_id', 'providers': ['canonical', 'netsuite', 'tryton'], 'columns': {
            'fx_rate_id': text, 'from_currency_code': text, 'to_currency_code': text, 'rate_type': text,
            'rate_date': day, 'fx_rate': fx}},
    }) }}
{%- endmacro %}

{#- The latest version of each row of a staging relation, without those deleted at the source. A key
    of several columns is a list of them. With `changes`, only those that are to be made again. -#}
{% macro current_rows(relation, key, changes=none) -%}
    {%- set keys = [key] if key is string else key %}
    select *
    from (
        select
            versions.*,
            row_number() over (
                partition by versions.system_name, versions.{{ keys | join(', versions.') }}
                order by versions.delivery_number desc, versions.landed_at desc
            ) as version_rank
        from {{ only_changed(relation, changes, keys) }} as versions
    ) as ranked
    where version_rank = 1 and not is_deleted
{%- endmacro %}

{% macro only_changed(relation, changes, keys) -%}
    {{ '(' ~ rows_to_rebuild(relation, changes, ['system_name'] + keys) ~ ')' if changes else relation }}
{%- endmacro %}

{#- The kinds of systems that provide a thing here. -#}
{% macro providers_of(thing) -%}
    {%- set providers = [] -%}
    {%- for system in conformed_things()[thing]['providers'] if system in var('systems') -%}
        {%- if system != 'canonical' or is_configured(system, thing) -%}
            {%- do providers.append(system) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(providers) }}
{%- endmacro %}

{#- The columns of a thing's conformed shape, with their types. -#}
{% macro conformed_columns(thing) -%}
    {%- set columns = dict({'system_name': 'varchar'}, **conformed_things()[thing]['columns']) -%}
    {%- do columns.update({'delivery_id': 'varchar', 'landed_at': 'timestamp', 'row_hash': 'varchar'}) -%}
    {{ return(columns) }}
{%- endmacro %}

{#- The rows of one kind of systems in the conformed shape. -#}
{% macro conformed_rows(thing, system, changes=none) -%}
    {%- set key = conformed_things()[thing]['key'] %}
    select
        {%- for column, type in conformed_columns(thing).items() %}
        cast({{ column }} as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    {%- if system == 'canonical' %}
    from ({{ current_rows(ref('stg_canonical__' ~ thing), key, changes) }}) as current_rows
    {%- else %}
    from {{ only_changed(ref('int_' ~ system ~ '_' ~ thing ~ '__conformed'), changes, [key]) }} as conformed
    {%- endif %}
{%- endmacro %}

{#- All systems' rows of one thing in its conformed shape; no rows where no system provides it. With
    `changes`, only those that are to be made again. -#}
{% macro union_conformed(thing, changes=none) -%}
    {%- for system in providers_of(thing) %}
    {{- conformed_rows(thing, system, changes) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    select
        {%- for column, type in conformed_columns(thing).items() %}
        cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    where 1 = 0
    {%- endfor %}
{%- endmacro %}

{#- Every version of a thing's rows that the canonical contract delivered, deletions included. Other
    systems' conformed models know only the latest; none of their rows are here. -#}
{% macro canonical_versions(thing) -%}
    {%- set shape = conformed_things()[thing] -%}
    {%- set lineage = {
        'delivery_number': 'bigint', 'landed_at': 'timestamp', 'is_deleted': 'boolean'
    } -%}
    {%- set columns = dict({'system_name': 'varchar'}, **shape['columns']) -%}
    {%- do columns.update(lineage) -%}
    {%- set is_delivered = is_configured('canonical', thing) -%}
    select
        {%- for column, type in columns.items() %}
        cast({{ column if is_delivered else 'null' }} as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    {%- if is_delivered %}
    from {{ ref('stg_canonical__' ~ thing) }}
    {%- else %}
    where 1 = 0
    {%- endif %}
{%- endmacro %}
