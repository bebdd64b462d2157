{{ union_conformed('disputes') }}
