{{ union_conformed('decisions') }}
