{#- How recurring revenue moved: what was nothing before or is nothing now is told before the sign of the change is
    looked at (decision 26). -#}
{% macro recurring_movement(now, before, has_prior) -%}
    case
        when {{ now }} = 0 and {{ before }} = 0 then 'none'
        when {{ before }} = 0 and not {{ has_prior }} then 'new'
        when {{ before }} = 0 then 'reactivation'
        when {{ now }} = 0 then 'churn'
        when {{ now }} > {{ before }} then 'expansion'
        when {{ now }} < {{ before }} then 'contraction'
        else 'none'
    end
{%- endmacro %}
