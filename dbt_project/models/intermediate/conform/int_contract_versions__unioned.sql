{{ union_conformed('contract_versions') }}
