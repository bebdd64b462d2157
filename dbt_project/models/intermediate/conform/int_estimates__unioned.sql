{{ union_conformed('estimates') }}
