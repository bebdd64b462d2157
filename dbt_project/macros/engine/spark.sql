{#- How relations are made on Apache Spark: each is an Iceberg table, replaced in one statement. Views are tables
    too: not every catalog of Iceberg holds views, and Spark would plan a chain of them again for each reader. -#}

{% materialization table, adapter='spark' %}
    {{ return(replace_iceberg_table()) }}
{% endmaterialization %}

{% materialization view, adapter='spark' %}
    {{ return(replace_iceberg_table()) }}
{% endmaterialization %}

{#- The rows of changed keys are taken away and made again, as on DuckDB; what is made is read from the model as
    it was, so it is kept beside first. -#}
{% materialization incremental, adapter='spark' %}
    {%- if should_full_refresh() or load_cached_relation(this) is none -%}
        {{ return(replace_iceberg_table()) }}
    {%- endif -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set made = api.Relation.create(schema='built', identifier='made_' ~ this.name) -%}
    {{ run_hooks(pre_hooks) }}
    {%- do make_iceberg_table(made) -%}
    {%- set rebuild = get_incremental_changed_rows_sql({
        'target_relation': target_relation,
        'temp_relation': made,
        'unique_key': config.get('unique_key'),
        'dest_columns': adapter.get_columns_in_relation(target_relation),
    }) -%}
    {%- do each_statement(rebuild ~ '; drop table ' ~ made) -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#- Seeds keep the text of their file until it is cast: dbt-spark makes floating point numbers of decimals. -#}
{% materialization seed, adapter='spark' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set rows, types = load_agate_table(), model.config.column_types -%}
    {%- do store_result('agate_table', response='OK', agate_table=rows) -%}
    {%- call statement('main') -%}
        create or replace table {{ target_relation }} using iceberg as
        {%- for row in rows.rows %}
        select
            {%- for column in rows.column_names %}
            {%- set type = in_types_of_spark(types.get(column, 'varchar')) %}
            cast({{ text_of_spark(row[column]) }} as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    {%- endcall -%}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% macro text_of_spark(value) -%}
    {%- if value is none -%} null {%- else -%}
    '{{ value | string | replace('\\', '\\\\') | replace("'", "\\'") }}'
    {%- endif -%}
{%- endmacro %}

{% macro replace_iceberg_table() -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {%- do make_iceberg_table(target_relation) -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{%- endmacro %}

{#- Spark computes a CTE as often as it is named, and plans it as often: where that multiplies, what it comes to is
    kept as a table while the model is built. (What it caches it still plans as if it were not.) -#}
{% macro make_iceberg_table(relation) -%}
    {%- set split = parts_kept(parts_of_sql(in_types_of_spark(compiled_code))) -%}
    {%- for name, sql in split['kept'].items() -%}
        {%- do run_on_spark('create or replace table ' ~ name ~ ' using iceberg as ' ~ sql) -%}
    {%- endfor -%}
    {%- call statement('main') -%}
        create or replace table {{ relation }} using iceberg as {{ with_booked_rows(split['sql']) }}
    {%- endcall -%}
    {%- for name in split['kept'] -%}
        {%- do run_on_spark('drop table ' ~ name) -%}
    {%- endfor -%}
{%- endmacro %}

{#- A statement that returns no rows: a Thrift server has none to fetch. -#}
{% macro run_on_spark(sql) -%}
    {%- call statement(auto_begin=False) -%} {{ sql }} {%- endcall -%}
{%- endmacro %}

{#- The CTEs of a statement by name, in their order, and the select after them under the name ''. -#}
{% macro parts_of_sql(sql) -%}
    {%- set parts, now = {}, namespace(depth=0, name='', text='') -%}
    {%- for token in modules.re.split("('[^']*'|--[^\\n]*|[()])", sql) if not token.startswith('--') -%}
        {%- set begins = modules.re.match('\\s*(?:with|,)\\s+(\\w+)\\s+as\\s*$', now.text)
            if token == '(' and now.depth == 0 -%}
        {%- if token == '(' -%} {%- set now.depth = now.depth + 1 -%} {%- endif -%}
        {%- if token == ')' -%} {%- set now.depth = now.depth - 1 -%} {%- endif -%}
        {%- if begins -%}
            {%- set now.name, now.text = begins.group(1), '' -%}
        {%- elif token == ')' and now.depth == 0 and now.name -%}
            {%- do parts.update({now.name: now.text}) -%}
            {%- set now.name, now.text = '', '' -%}
        {%- else -%}
            {%- set now.text = now.text ~ token -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do parts.update({'': now.text}) -%}
    {{ return(parts) }}
{%- endmacro %}

{#- Which CTEs are kept, each with its SQL, and the SQL of the rest: those that are named twice or more and stand
    for more than a few relations. -#}
{% macro parts_kept(parts) -%}
    {%- set sizes, kept, before = {}, {}, [] -%}
    {%- for name, body in parts.items() -%}
        {%- set now = namespace(size=1) -%}
        {%- for other, size in sizes.items() -%}
            {%- set now.size = now.size + size * times_named(other, body) -%}
        {%- endfor -%}
        {%- set sql = ('with ' ~ before | join(', ') ~ ' ' if before else '') ~ body -%}
        {%- if not name -%}
            {{ return({'kept': kept, 'sql': sql}) }}
        {%- elif now.size > var('spark_largest_cte', 12) and times_named(name, parts.values() | join(' ')) > 1 -%}
            {%- set kept_as = 'built.' ~ this.identifier ~ '__' ~ name -%}
            {%- do kept.update({kept_as: sql}) -%}
            {%- do before.append(name ~ ' as (select * from ' ~ kept_as ~ ')') -%}
            {%- do sizes.update({name: 1}) -%}
        {%- else -%}
            {%- do before.append(name ~ ' as (' ~ body ~ ')') -%}
            {%- do sizes.update({name: now.size}) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro times_named(name, sql) -%}
    {{ return(modules.re.findall('\\b(?:from|join)\\s+' ~ name ~ '\\b(?! *[.])', sql) | length) }}
{%- endmacro %}

{#- SQL with Spark's name of text without a limit: it knows no varchar without one. -#}
{% macro in_types_of_spark(sql) -%}
    {{ return(modules.re.sub('\\bvarchar\\b(?! *[(])', 'string', sql)) }}
{%- endmacro %}

{#- dbt-spark asks of every table by itself what it is before a build begins. Here each is an Iceberg table. -#}
{% macro describe_table_extended_without_caching(table_name) -%}
    {{ return([]) }}
{%- endmacro %}
