{{ union_conformed('products') }}
