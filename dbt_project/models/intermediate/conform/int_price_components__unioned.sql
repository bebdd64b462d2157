{{ union_conformed('price_components') }}
