select *
from portfolio_product
order by arr_reporting_amount desc nulls last, product_name, product_key
