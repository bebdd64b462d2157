{{ union_conformed('baselines') }}
