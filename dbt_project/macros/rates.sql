{#- How the card of bill rates is read (decision 24). -#}

{#- What an entry of the card is agreed for, most specific first: for whom, whose hour, its priority, and
    whether it is a list price, which names neither a project nor a client. -#}
{% macro card_levels() -%}
    {%- set levels = [] -%}
    {%- for scope in ['project', 'client', 'list'] -%}
        {%- for whose in ['person', 'role', 'anyone'] -%}
            {%- do levels.append({
                'scope': scope, 'whose': whose, 'priority': levels | length + 1, 'is_list': scope == 'list'
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(levels) }}
{%- endmacro %}

{#- The part of `amount` that falls to a row by its `weight` among the rows of `rows`, in whole cents that add
    up to it; all of it to the first row where none weighs anything. Weights are not below zero. -#}
{% macro spread_amount(amount, weight, rows, order) -%}
    {%- set until -%} sum({{ weight }}) over ({{ rows }} order by {{ order }}) {%- endset -%}
    {%- set whole -%} sum({{ weight }}) over ({{ rows }}) {%- endset -%}
    case
        when {{ whole }} = 0
            then case when row_number() over ({{ rows }} order by {{ order }}) = 1 then {{ amount }} else 0 end
        else
            {{ posted_share(amount, until, whole) }}
            - {{ posted_share(amount, until ~ ' - ' ~ weight, whole) }}
    end
{%- endmacro %}

{#- The invoices that a client disputes on the as-of day. It reads the CTEs `disputes` and `run`. -#}
{% macro disputed_invoices() -%}
    select distinct
        disputes.system_name,
        disputes.invoice_id
    from disputes
    cross join run
    where
        disputes.opened_date <= run.as_of_date
        and coalesce(disputes.closed_date, cast('9999-12-31' as date)) > run.as_of_date
{%- endmacro %}
