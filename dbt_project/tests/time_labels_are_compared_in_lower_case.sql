{#- Labels are compared with what people wrote in lower case, and as patterns: another label would
    match nothing, or too much, without a word. -#}
select label
from {{ ref('time_labels') }}
where
    label <> lower(trim(label))
    or label like '%\%%' escape '\'
    or label like '%\_%' escape '\'
