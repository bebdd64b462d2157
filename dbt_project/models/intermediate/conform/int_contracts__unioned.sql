{{ union_conformed('contracts') }}
