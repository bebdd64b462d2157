{{ union_conformed('clients') }}
