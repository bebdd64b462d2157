select
    axis,
    decided_on,
    action,
    expected_effect,
    effect_1m,
    effect_3m,
    effect_6m,
    effect_lower_6m,
    effect_upper_6m,
    effect_unknown_reason,
    rebalance_decision_key
from fct_rebalance_decision
order by decided_on desc, rebalance_decision_key
