-- How the load of governance grew until the decision for fewer reports, and how it would have without it.

create view truth.balance_story as
select
    months.period,
    cast(sum(case when own_kind = 2 then 0 else quarters end) * 0.25 as decimal(18, 2)) as worked_hours,
    cast(sum(governance) * 0.25 as decimal(18, 2)) as governance_hours,
    cast(
        sum(
            case when own_kind is null
                and happens('governance', person_no, day_no, governed_days_undecided(month_no))
                then 1 + pick('governance quarters', person_no, day_no, 3) else 0 end
        ) * 0.25 as decimal(18, 2)
    ) as undecided_governance_hours
from person_days
inner join months using (month_no)
where work_date <= getvariable('as_of')
group by months.period
order by period;
