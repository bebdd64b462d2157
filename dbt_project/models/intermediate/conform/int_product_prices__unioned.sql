{{ union_conformed('product_prices') }}
