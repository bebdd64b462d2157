{{ union_conformed('outcomes') }}
