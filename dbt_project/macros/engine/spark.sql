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
    {%- call statement('main') -%}
        create or replace table {{ made }} using iceberg as {{ in_types_of_spark(compiled_code) }}
    {%- endcall -%}
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
    {%- call statement('main') -%}
        create or replace table {{ target_relation }} using iceberg as {{ in_types_of_spark(compiled_code) }}
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{%- endmacro %}

{#- SQL with Spark's name of text without a limit: it knows no varchar without one. -#}
{% macro in_types_of_spark(sql) -%}
    {{ return(modules.re.sub('\\bvarchar\\b(?! *[(])', 'string', sql)) }}
{%- endmacro %}
