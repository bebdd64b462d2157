{{ union_conformed('projects') }}
