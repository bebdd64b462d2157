{{ descriptions_over_time('projects', [
    'project_code', 'project_name', 'client_id', 'contract_id', 'entity_code', 'project_type', 'practice',
    'currency_code', 'budget_hours', 'budget_amount', 'start_date', 'end_date', 'state',
]) }}
