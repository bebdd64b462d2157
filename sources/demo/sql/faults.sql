-- What is delivered wrongly. Each view of schema `delivered` is the clean export with its faults; one
-- row has one fault at most. What was planted is listed in `truth.planted_faults`.

create schema delivered;

create macro drawn(kind, id) as
    hash(getvariable('seed'), kind, id) % 1000000 < getvariable('fault_rates')[kind];

-- Of one draw per entry, each kind has its own stretch.
create macro falls(draw, kind) as
    draw >= getvariable('fault_starts')[kind]
    and draw < getvariable('fault_starts')[kind] + getvariable('fault_rates')[kind];

create table closed_projects as
select entity_code, project_id, currency_code, end_date
from exports.projects
where state = 'closed'
qualify row_number() over (partition by entity_code order by end_date, project_id) = 1;

create view drawn_time_entries as
select
    entries.*,
    people.start_date as joined_date,
    closed_projects.project_id as closed_project_id,
    closed_projects.currency_code as closed_currency_code,
    months.month_end,
    case
        when not is_billable or not is_paid_by_time then
            case
                when falls(draw, 'duplicate_row') then 'duplicate_row'
                when falls(draw, 'duplicate_key') then 'duplicate_key'
                when falls(draw, 'row_in_two_pages') then 'row_in_two_pages'
                when falls(draw, 'late_entry') and approval_state = 'approved'
                    and months.month_end + 20 < getvariable('as_of') then 'late_entry'
                when falls(draw, 'edited_entry') and approval_state = 'approved'
                    and months.month_end + 20 < getvariable('as_of') then 'edited_entry'
                when falls(draw, 'orphan_project') then 'orphan_project'
                when falls(draw, 'orphan_person') then 'orphan_person'
                when falls(draw, 'more_than_a_day') and slot_no = 2 then 'more_than_a_day'
                when falls(draw, 'negative_hours') then 'negative_hours'
                when falls(draw, 'closed_project') and not is_billable and time_category = 'delivery'
                    and work_date > closed_projects.end_date + 7 then 'closed_project'
                when falls(draw, 'before_joining') and joined_date > getvariable('first_day') + 40
                    and work_date < joined_date + 30 then 'before_joining'
                when falls(draw, 'ambiguous_date') then 'ambiguous_date'
                when falls(draw, 'retyped_value') then 'retyped_value'
                when falls(draw, 'clock_shift') and weekday_no = 5 and approval_state <> 'draft'
                    and time_category <> 'leave' and month(work_date) = month(work_date + 1)
                    then 'clock_shift'
            end
        when falls(draw, 'deleted_entry') and invoice_line_id is not null
            and months.month_end + 20 < getvariable('as_of')
            then 'deleted_entry'
        when falls(draw, 'missing_bill_rate') then 'missing_bill_rate'
        when falls(draw, 'approved_after_invoice') and invoice_line_id is not null
            then 'approved_after_invoice'
        when falls(draw, 'wrong_bill_currency') then 'wrong_bill_currency'
    end as fault
from (
    select
        * replace (coalesce(is_paid_by_time, false) as is_paid_by_time),
        hash(getvariable('seed'), 'fault', person_no, day_no, slot_no) % 1000000 as draw
    from exports.time_entries
) as entries
inner join main.people using (person_no)
inner join main.months using (month_no)
left join closed_projects on people.entity_code = closed_projects.entity_code;

create view delivered.time_entries as
with faulty as (
    select * replace (
        case fault when 'orphan_person' then 'PX' || person_no else person_id end as person_id,
        case fault
            when 'orphan_project' then 'JX' || person_no
            when 'closed_project' then closed_project_id
            else project_id
        end as project_id,
        case fault when 'closed_project' then closed_currency_code
            when 'wrong_bill_currency' then case currency_code when 'EUR' then 'GBP' else 'EUR' end
            else currency_code end as currency_code,
        case fault
            when 'ambiguous_date' then strftime(work_date, '%d/%m/%Y')
            when 'before_joining' then cast(joined_date - 3 as varchar)
            when 'clock_shift' then cast(work_date + 1 as varchar)
            else cast(work_date as varchar)
        end as work_date,
        case
            when fault = 'duplicate_key' and copy_no = 2 then cast(hours + 0.25 as varchar)
            when fault = 'more_than_a_day' then '24.00'
            when fault = 'negative_hours' then cast(-hours as varchar)
            when fault = 'retyped_value' then replace(cast(hours as varchar), '.', 'h')
            when fault = 'edited_entry' then cast(hours + 0.25 as varchar)
            else cast(hours as varchar)
        end as hours,
        case fault when 'missing_bill_rate' then null else bill_rate end as bill_rate,
        case fault when 'late_entry' then instant(month_end + 15, '09:00') else submitted_at end
            as submitted_at,
        case fault
            when 'late_entry' then instant(month_end + 16, '09:00')
            when 'approved_after_invoice' then instant(month_end + 11, '09:00')
            else approved_at
        end as approved_at,
        case
            when fault in ('late_entry', 'edited_entry') then instant(month_end + 16, '09:00')
            when fault = 'approved_after_invoice' then instant(month_end + 11, '09:00')
            else updated_at
        end as updated_at
    )
    from drawn_time_entries
    cross join (values (1), (2)) as copies (copy_no)
    where
        fault is distinct from 'deleted_entry'
        and (copy_no = 1 or fault in ('duplicate_row', 'duplicate_key'))
)
from faulty
order by person_no, day_no, slot_no, copy_no;

-- What is delivered a second time in a file of its own.
create view delivered.time_entries_again as
from delivered.time_entries where fault = 'row_in_two_pages';

insert into truth.planted_faults
select
    fault,
    'time_entries',
    time_entry_id,
    case when fault in ('deleted_entry', 'edited_entry') and invoice_line_id is not null
            then 'invoice_lines'
        when fault = 'orphan_person' then 'people'
        when fault = 'orphan_project' then 'projects' end,
    case when fault in ('deleted_entry', 'edited_entry') then invoice_line_id
        when fault = 'orphan_person' then 'PX' || person_no
        when fault = 'orphan_project' then 'JX' || person_no end,
    strftime(month_end, '%Y-%m')
from drawn_time_entries
where fault is not null
order by all;

create table faulty_people as
select
    person_id,
    case
        when drawn('missing_cost_rate', person_id) then 'missing_cost_rate'
        when drawn('overlapping_rates', person_id) then 'overlapping_rates'
        when drawn('retroactive_rate', person_id) and start_date <= getvariable('first_day')
            and getvariable('as_of') > getvariable('first_day') + 400 then 'retroactive_rate'
    end as fault
from exports.people
where fault is not null;

create view delivered.cost_rates as
select cost_rates.* replace (
    case when fault = 'retroactive_rate' and year(valid_to) = year(getvariable('first_day'))
        then cost_rate + 5 else cost_rate end as cost_rate
)
from exports.cost_rates
left join faulty_people using (person_id)
where fault is distinct from 'missing_cost_rate'
union all
select person_id || '-overlap', person_id, make_date(year(getvariable('as_of')), 1, 1) + 9, null,
    cost_rate + 1, currency_code
from exports.cost_rates
inner join faulty_people using (person_id)
where fault = 'overlapping_rates' and valid_to is null
order by cost_rate_id;

insert into truth.planted_faults (fault, table_name, source_id, related_table, related_id)
select
    fault,
    case fault when 'missing_cost_rate' then 'people' else 'cost_rates' end,
    case fault
        when 'missing_cost_rate' then person_id
        when 'overlapping_rates' then person_id || '-overlap'
        else person_id || '-' || year(getvariable('first_day'))
    end,
    null,
    null
from faulty_people
order by all;

create table faulty_terms as
select
    person_id,
    case
        when drawn('missing_capacity', person_id) then 'missing_capacity'
        when drawn('overlapping_employments', person_id) then 'overlapping_employments'
    end as fault
from exports.people
where fault is not null;

create view delivered.people as
select people.* replace (
    case when fault = 'missing_capacity' then null else weekly_capacity_hours end as weekly_capacity_hours
)
from exports.people
left join faulty_terms using (person_id)
order by person_id;

create view delivered.employments as
select employments.*
from exports.employments
left join faulty_terms using (person_id)
where fault is distinct from 'missing_capacity'
union all
select person_id || '-overlap', person_id, entity_code, role, practice, weekly_capacity_hours,
    start_date + 10, start_date + 20
from exports.people
semi join (from faulty_terms where fault = 'overlapping_employments') as overlapping using (person_id)
order by employment_id;

create view delivered.absences as
from exports.absences
union all
select * replace (absence_id || '-again' as absence_id)
from exports.absences
where drawn('overlapping_absences', absence_id)
order by absence_id;

insert into truth.planted_faults (fault, table_name, source_id)
select
    fault,
    case fault when 'missing_capacity' then 'people' else 'employments' end,
    case fault when 'missing_capacity' then person_id else person_id || '-overlap' end
from faulty_terms
where
    fault <> 'missing_capacity'
    or person_id in (select 'P' || lpad(cast(person_no as varchar), 6, '0') from entries)
union all
select 'overlapping_absences', 'absences', absence_id || '-again'
from exports.absences
where drawn('overlapping_absences', absence_id)
order by all;

create table faulty_payroll as
select payroll_cost_id, person_id
from exports.payroll_costs
where
    drawn('missing_payroll', payroll_cost_id)
    and (person_id, period_start_date) in (
        select (people.person_id, months.month_start)
        from main.entries
        inner join main.people using (person_no)
        inner join main.months using (month_no)
    );

create table ghosts as
select
    person_id || '-ghost' as payroll_cost_id,
    person_id,
    people.entity_code,
    months.month_start,
    months.month_end,
    entities.currency_code
from main.people
inner join main.entities using (entity_code)
inner join main.months
    on months.month_start = cast(date_trunc('month', people.end_date) + interval 1 month as date)
where drawn('ghost_payroll', person_id) and months.month_end <= getvariable('as_of');

create view delivered.payroll_costs as
select payroll_costs.*
from exports.payroll_costs
left join faulty_payroll using (payroll_cost_id)
where faulty_payroll.payroll_cost_id is null
union all
select payroll_cost_id, person_id, entity_code, month_start, month_end, 1000, currency_code
from ghosts
order by payroll_cost_id;

insert into truth.planted_faults (fault, table_name, source_id, period)
select 'missing_payroll', 'people', person_id, substr(payroll_cost_id, 9)
from faulty_payroll
union all
select 'ghost_payroll', 'payroll_costs', payroll_cost_id, null
from ghosts
order by all;

create table faulty_clients as
select
    client_id,
    case
        when drawn('mojibake', client_id) and regexp_matches(client_name, '[äöü]') then 'mojibake'
        when drawn('misspelled_client', client_id) then 'misspelled_client'
        when drawn('reparented_client', client_id)
            and getvariable('as_of') > getvariable('first_day') + 400 then 'reparented_client'
    end as fault
from exports.clients
where fault is not null;

create view delivered.clients as
select clients.* replace (
    case when fault = 'mojibake'
        then replace(replace(replace(client_name, 'ä', 'Ã¤'), 'ö', 'Ã¶'), 'ü', 'Ã¼')
        else client_name end as client_name,
    case when fault = 'reparented_client' then case when client_id = 'C00001' then 'C00002' else 'C00001' end
        else parent_client_id end as parent_client_id
)
from exports.clients
left join faulty_clients using (client_id)
union all
select * replace (
    replace(client_id, 'C', 'CX') as client_id,
    left(client_name, 3) || substr(client_name, 5) as client_name,
    null as email_domain
)
from exports.clients
semi join (from faulty_clients where fault = 'misspelled_client') as misspelled using (client_id)
order by client_id;

insert into truth.planted_faults (fault, table_name, source_id, related_table, related_id)
select
    fault,
    'clients',
    case fault when 'misspelled_client' then replace(client_id, 'C', 'CX') else client_id end,
    case when fault = 'misspelled_client' then 'clients' end,
    case when fault = 'misspelled_client' then client_id end
from faulty_clients
order by all;

create view delivered.opportunities as
select * replace (
    case when drawn('orphan_client', opportunity_id) then 'C9' || substr(opportunity_id, 2)
        else client_id end as client_id
)
from exports.opportunities
order by opportunity_id;

insert into truth.planted_faults (fault, table_name, source_id, related_table, related_id)
select 'orphan_client', 'opportunities', opportunity_id, 'clients', 'C9' || substr(opportunity_id, 2)
from exports.opportunities
where drawn('orphan_client', opportunity_id)
order by all;

create view delivered.opportunity_changes as
from exports.opportunity_changes
union all
select
    opportunity_change_id || '-back',
    opportunity_id,
    changed_at - interval '1 hour',
    'Prospecting',
    amount,
    0.10,
    close_date
from exports.opportunity_changes
where stage = 'Negotiation' and drawn('stage_backwards', opportunity_id)
order by opportunity_change_id;

insert into truth.planted_faults (fault, table_name, source_id, related_table, related_id)
select 'stage_backwards', 'opportunity_changes', opportunity_change_id || '-back', null, null
from exports.opportunity_changes
where stage = 'Negotiation' and drawn('stage_backwards', opportunity_id)
order by all;

create table faulty_lines as
select
    invoice_lines.*,
    case
        when unit = 'hour' and quantity > 0 and drawn('billed_without_time', invoice_line_id)
            then 'billed_without_time'
        when unit = 'hour' and quantity > 0 and drawn('billed_twice', invoice_line_id)
            then 'billed_twice'
        when starts_with(invoice_id, 'F') and drawn('milestone_and_time', invoice_line_id)
            then 'milestone_and_time'
    end as fault,
    invoice_line_id || case fault when 'billed_twice' then '-again' else '-more' end as added_line_id
from exports.invoice_lines
where fault is not null;

create view delivered.invoice_lines as
from exports.invoice_lines
union all
select * exclude (fault, added_line_id) replace (
    added_line_id as invoice_line_id,
    case fault when 'billed_twice' then description else 'Workshop' end as description,
    case fault when 'billed_twice' then quantity else 3 end as quantity,
    'hour' as unit,
    case fault when 'milestone_and_time' then 100 else unit_price end as unit_price,
    case fault
        when 'billed_twice' then net_amount
        when 'milestone_and_time' then 300
        else 3 * unit_price
    end as net_amount
)
from faulty_lines
order by invoice_line_id;

insert into truth.planted_faults (fault, table_name, source_id, related_table, related_id)
select fault, 'invoice_lines', added_line_id, 'invoices', invoice_id from faulty_lines order by all;

create view delivered.invoices as
select * replace (
    case when contract_id is not null and drawn('wrong_invoice_currency', invoice_id)
        then case currency_code when 'EUR' then 'USD' else 'EUR' end else currency_code end
        as currency_code
)
from exports.invoices
order by invoice_id;

insert into truth.planted_faults (fault, table_name, source_id, related_table, related_id)
select 'wrong_invoice_currency', 'invoices', invoice_id, null, null
from exports.invoices
where contract_id is not null and drawn('wrong_invoice_currency', invoice_id)
order by all;

create table faulty_journals as
select
    journal_id,
    case
        when drawn('unbalanced_journal', journal_id) then 'unbalanced_journal'
        when drawn('wrong_period', journal_id) and min(source_type) = 'invoice'
            and min(posting_date) + 32 <= getvariable('as_of') then 'wrong_period'
    end as fault
from exports.gl_lines
group by journal_id
having fault is not null;

create view delivered.gl_lines as
select gl_lines.* replace (
    case when fault = 'wrong_period' then cast(posting_date + interval 1 month as date) else posting_date end
        as posting_date,
    case when fault = 'unbalanced_journal' and debit_amount > 0 then debit_amount + 1 else debit_amount end
        as debit_amount
)
from exports.gl_lines
left join faulty_journals using (journal_id)
order by gl_line_id;

insert into truth.planted_faults (fault, table_name, source_id, related_table, related_id)
select fault, 'gl_lines', journal_id, null, null from faulty_journals order by all;

create view delivered.gl_accounts as
select * replace (
    case when account_type = 'fx_result' and drawn('unmapped_account', account_id) then 'sundry'
        else account_type end as account_type
)
from exports.gl_accounts
order by account_id;

insert into truth.planted_faults (fault, table_name, source_id, related_table, related_id)
select 'unmapped_account', 'gl_accounts', account_id, null, null
from exports.gl_accounts
where account_type = 'fx_result' and drawn('unmapped_account', account_id)
order by all;

create table faulty_fx_rates as
select
    fx_rate_id,
    from_currency_code || to_currency_code || '-' || strftime(rate_date - 1, '%Y-%m') as id_before,
    case
        when drawn('missing_fx_rate', fx_rate_id) and rate_date > getvariable('first_day')
            and month(rate_date) % 2 = 0 and last_day(rate_date) < getvariable('as_of')
            then 'missing_fx_rate'
        when drawn('wrong_fx_rate', fx_rate_id) then 'wrong_fx_rate'
    end as fault
from exports.fx_rates
where fault is not null;

create view delivered.fx_rates as
select fx_rates.* replace (
    case when fault = 'wrong_fx_rate' then fx_rate * 10 else fx_rate end as fx_rate
)
from exports.fx_rates
left join faulty_fx_rates using (fx_rate_id)
where fault is distinct from 'missing_fx_rate'
order by fx_rate_id;

insert into truth.planted_faults (fault, table_name, source_id, related_table, related_id)
select
    fault,
    'fx_rates',
    fx_rate_id,
    case when fault = 'missing_fx_rate' then 'fx_rates' end,
    case when fault = 'missing_fx_rate' then id_before end
from faulty_fx_rates
order by all;

create view delivered.estimates as
select * replace (
    case when remaining_hours > 0 and drawn('negative_estimate', estimate_id) then -remaining_hours
        else remaining_hours end as remaining_hours
)
from exports.estimates
order by estimate_id;

insert into truth.planted_faults (fault, table_name, source_id)
select 'negative_estimate', 'estimates', estimate_id
from exports.estimates
where remaining_hours > 0 and drawn('negative_estimate', estimate_id)
order by all;
