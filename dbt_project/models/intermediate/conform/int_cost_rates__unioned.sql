{{ union_conformed('cost_rates') }}
