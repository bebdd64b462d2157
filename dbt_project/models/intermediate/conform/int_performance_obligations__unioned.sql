{{ union_conformed('performance_obligations') }}
