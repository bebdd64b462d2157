{{ union_conformed('expenses') }}
