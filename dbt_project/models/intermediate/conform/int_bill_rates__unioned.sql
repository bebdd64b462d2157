{{ union_conformed('bill_rates') }}
