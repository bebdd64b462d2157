{#- What each metric of the semantic layer is, as this build of the models defines it. -#}
with

metrics as (
    select * from {{ ref('int_metrics__defined') }}
),

described as (
    select
        metric_name,
        metric_label,
        metric_description,
        metric_type,
        formula,
        md5(formula) as definition_version,
        owner
    from metrics
)

select * from described
