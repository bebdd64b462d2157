{{ union_conformed('fx_rates') }}
