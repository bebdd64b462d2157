{%- for system, tables in var('systems').items() -%}
{%- set outer = loop -%}
{%- for table in tables %}
select
    delivery_id,
    cast(sum(case when is_deleted then 0 else 1 end) as bigint) as versions,
    cast(sum(case when is_deleted then 1 else 0 end) as bigint) as deletions
from {{ ref('stg_' ~ system ~ '__' ~ table) }}
group by delivery_id
{{ 'union all' if not (outer.last and loop.last) }}
{%- endfor %}
{%- endfor %}
