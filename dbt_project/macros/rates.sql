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
