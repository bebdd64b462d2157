select
    accounting_period,
    whole(opening_arr_reporting_amount) as opening_arr_reporting_amount,
    whole(new_arr_reporting_amount) as new_arr_reporting_amount,
    whole(reactivation_arr_reporting_amount) as reactivation_arr_reporting_amount,
    whole(expansion_arr_reporting_amount) as expansion_arr_reporting_amount,
    whole(contraction_arr_reporting_amount) as contraction_arr_reporting_amount,
    whole(churn_arr_reporting_amount) as churn_arr_reporting_amount,
    whole(fx_arr_reporting_amount) as fx_arr_reporting_amount,
    whole(reorg_arr_reporting_amount) as reorg_arr_reporting_amount,
    whole(arr_reporting_amount) as arr_reporting_amount
from fct_arr_bridge_month
group by accounting_period
order by accounting_period
