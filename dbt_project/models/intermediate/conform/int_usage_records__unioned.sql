{{ union_conformed('usage_records') }}
