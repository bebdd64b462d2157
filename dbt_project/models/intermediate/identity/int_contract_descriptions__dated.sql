{{ descriptions_over_time('contracts', [
    'contract_code', 'contract_name', 'client_id', 'entity_code', 'currency_code', 'agreed_amount',
    'signed_date', 'start_date', 'end_date', 'state',
]) }}
