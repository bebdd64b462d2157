{#- What metrics of the semantic layer are computed by, in words and SQL. -#}

{#- The formula of a metric: an aggregate of a published table's column, or an expression of other metrics. -#}
{% macro formula_of(metric, measures) -%}
    {%- set params = metric.type_params -%}
    {%- if metric.type == 'ratio' -%}
        {%- set formula = params.numerator.name ~ ' / ' ~ params.denominator.name -%}
    {%- elif metric.type == 'derived' -%}
        {%- set terms = [] -%}
        {%- for input in params.metrics if input.alias -%}
            {%- set offset = input.offset_window -%}
            {%- set ago = ' ' ~ offset.count ~ ' ' ~ offset.granularity ~ 's ago' if offset else '' -%}
            {%- do terms.append(input.alias ~ ' = ' ~ input.name ~ ago) -%}
        {%- endfor -%}
        {%- set formula = params.expr ~ (', ' ~ terms | join(', ') if terms else '') -%}
    {%- else -%}
        {%- set formula = measures[params.measure.name] -%}
        {%- set cumulative = params.cumulative_type_params or {} -%}
        {%- if cumulative.get('window') -%}
            {%- set window = cumulative.window -%}
            {%- set formula = formula ~ ' over ' ~ window.count ~ ' ' ~ window.granularity ~ 's' -%}
        {%- elif cumulative.get('grain_to_date') -%}
            {%- set formula = formula ~ ' since the ' ~ cumulative.grain_to_date ~ ' began' -%}
        {%- endif -%}
    {%- endif -%}
    {%- set filters = (metric.filter or {}).get('where_filters') or [] -%}
    {{ return(formula ~ (' where ' ~ filters | map(attribute='where_sql_template') | join(' and ') if filters else '')) }}
{%- endmacro %}

{#- Each measure of a semantic model, by name: its aggregate, expression and table. -#}
{% macro measures_of(semantic_models) -%}
    {%- set measures = {} -%}
    {%- for semantic_model in semantic_models -%}
        {%- for measure in semantic_model.measures -%}
            {%- set last = measure.non_additive_dimension -%}
            {%- set taken = ', the ' ~ last.window_choice ~ ' of ' ~ last.name if last else '' -%}
            {%- do measures.update({
                measure.name: measure.agg ~ '(' ~ (measure.expr or measure.name) ~ ') of '
                ~ semantic_model.node_relation.alias ~ taken
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(measures) }}
{%- endmacro %}

{#- A query of all metrics of the semantic layer, each with its formula. -#}
{% macro defined_metrics() -%}
    {%- if not execute -%}
        {{ return('select 1 as metric_name') }}
    {%- endif -%}
    {%- set measures = measures_of(graph.semantic_models.values()) -%}
    {%- set owner = graph.groups.values() | map(attribute='owner') | map(attribute='name') | join(', ') -%}
    {%- for metric in graph.metrics.values() | sort(attribute='name') %}
    select
        {%- for column, text in [
            ('metric_name', metric.name), ('metric_label', metric.label), ('metric_type', metric.type),
            ('metric_description', metric.description), ('formula', formula_of(metric, measures)), ('owner', owner),
        ] %}
        {{ dbt.string_literal(dbt.escape_single_quotes(text)) }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
