{{ union_conformed('subscription_lines') }}
