{{ union_conformed('holidays') }}
