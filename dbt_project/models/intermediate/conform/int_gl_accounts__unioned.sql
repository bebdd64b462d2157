{{ union_conformed('gl_accounts') }}
