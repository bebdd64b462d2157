-- What HubSpot delivers for the entities of `hubspot_entities`: companies, deals with the history of
-- three of their properties, line items, products, owners and pipelines. Every value is text.

create schema hubspot;

create macro hubspot.instant(day, time_of_day) as
    strftime(day, '%Y-%m-%d') || 'T' || time_of_day || '.000Z';

create macro hubspot.company_id(client_no) as cast(7000000000 + client_no as varchar);

create macro hubspot.deal_id(opportunity_id) as
    cast(15000000000 + cast(substr(opportunity_id, 2) as bigint) as varchar);

create macro hubspot.product_id(product_no) as cast(4000000000 + product_no as varchar);

create macro hubspot.owner_id(person_no) as cast(600000000 + person_no as varchar);

-- The stages keep the ids that every portal begins with; their labels are the company's own.
create view hubspot.stages as
select * from (values
    ('Prospecting', 'appointmentscheduled', '0.1', 'false', 0),
    ('Qualified', 'qualifiedtobuy', '0.3', 'false', 1),
    ('Proposal', 'presentationscheduled', '0.55', 'false', 2),
    ('Negotiation', 'contractsent', '0.8', 'false', 3),
    ('Won', 'closedwon', '1.0', 'true', 4),
    ('Lost', 'closedlost', '0.0', 'true', 5)
) as t (stage, stage_id, probability, is_closed, display_order);

create view hubspot.served_clients as
select clients.*, entities.country_code, entities.currency_code
from main.clients
inner join main.entities using (entity_code)
where list_contains(getvariable('hubspot_entities'), entity_code);

create view hubspot.sellers as
select person_no, person_name, email, entity_code, start_date, end_date
from main.hired_people as people
where role_no in (2, 5, 9) and list_contains(getvariable('hubspot_entities'), entity_code);

create view hubspot.deal_owners as
select entity_code, hubspot.owner_id(min(person_no)) as owner_id
from hubspot.sellers
group by entity_code;

create view hubspot.companies as
select
    hubspot.company_id(served.client_no) as "id",
    served.client_name as "properties.name",
    served.email_domain as "properties.domain",
    hubspot.company_id(parents.client_no) as "properties.hs_parent_company_id",
    cast(null as varchar) as "properties.hs_merged_object_ids",
    cast(null as varchar) as "properties.type",
    'customer' as "properties.lifecyclestage",
    cast(null as varchar) as "properties.industry",
    cast(null as varchar) as "properties.address",
    cast(null as varchar) as "properties.city",
    cast(null as varchar) as "properties.zip",
    cast(null as varchar) as "properties.country",
    served.country_code as "properties.hs_country_code",
    cast(null as varchar) as "properties.numberofemployees",
    cast(null as varchar) as "properties.annualrevenue",
    owner_id as "properties.hubspot_owner_id",
    false as "archived",
    hubspot.instant(getvariable('first_day') - 400, '08:00:00') as "createdAt",
    hubspot.instant(getvariable('first_day') - 400, '08:00:00') as "updatedAt"
from hubspot.served_clients as served
left join hubspot.served_clients as parents on served.parent_no = parents.client_no
left join hubspot.deal_owners on served.entity_code = deal_owners.entity_code
order by "id";

create view hubspot.deals as
select
    hubspot.deal_id(deals.opportunity_id) as "id",
    hubspot.company_id(client_no) as "associations.companies.results[type=deal_to_company].id",
    hubspot.company_id(client_no) as "properties.hs_primary_associated_company",
    deal_name as "properties.dealname",
    'default' as "properties.pipeline",
    stages.stage_id as "properties.dealstage",
    cast(latest.amount as varchar) as "properties.amount",
    deals.currency_code as "properties.deal_currency_code",
    -- As HubSpot writes it: the digits of the nearest binary fraction.
    case stages.stage
        when 'Prospecting' then '0.1000000000000000055511151231257827021181583404541015625'
        when 'Qualified' then '0.299999999999999988897769753748434595763683319091796875'
        else stages.probability
    end as "properties.hs_deal_stage_probability",
    deal_type as "properties.dealtype",
    cast(deals.is_closed as varchar) as "properties.hs_is_closed",
    cast(deals.is_closed and outcome_no < 3 as varchar) as "properties.hs_is_closed_won",
    hubspot.instant(created_date, '09:00:00') as "properties.createdate",
    hubspot.instant(latest.expected_date, '00:00:00') as "properties.closedate",
    owner_id as "properties.hubspot_owner_id",
    'HV-' || project_id as "properties.project_code",
    false as "archived",
    hubspot.instant(created_date, '09:00:00') as "createdAt",
    hubspot.instant(latest.changed_date, '09:00:00') as "updatedAt"
from main.deals
inner join hubspot.served_clients using (client_no)
left join hubspot.deal_owners using (entity_code)
inner join (
    select * from main.deal_changes
    qualify row_number() over (partition by opportunity_id order by stage_no desc) = 1
) as latest on deals.opportunity_id = latest.opportunity_id
inner join hubspot.stages on latest.stage = stages.stage
order by "id";

create view hubspot.changes as
select
    hubspot.deal_id(deal_changes.opportunity_id) as deal_id,
    stage_no,
    hubspot.instant(changed_date, '09:00:00') as changed_at,
    stages.stage_id,
    cast(deal_changes.amount as varchar) as amount,
    hubspot.instant(expected_date, '00:00:00') as closes_at
from main.deal_changes
inner join main.deals using (opportunity_id)
inner join hubspot.served_clients using (client_no)
inner join hubspot.stages on deal_changes.stage = stages.stage;

-- A property's history has a row only where its value became another.
create view hubspot.deal_stage_changes as
select deal_id as "dealId", changed_at as "timestamp", stage_id as "value", 'CRM_UI' as "sourceType",
    cast(null as varchar) as "sourceId", cast(null as varchar) as "updatedByUserId"
from hubspot.changes
order by deal_id, stage_no;

create view hubspot.deal_amount_changes as
select deal_id as "dealId", changed_at as "timestamp", amount as "value", 'CRM_UI' as "sourceType",
    cast(null as varchar) as "sourceId", cast(null as varchar) as "updatedByUserId"
from hubspot.changes
qualify lag(amount) over (partition by deal_id order by stage_no) is distinct from amount
order by deal_id, stage_no;

create view hubspot.deal_close_date_changes as
select deal_id as "dealId", changed_at as "timestamp", closes_at as "value", 'CRM_UI' as "sourceType",
    cast(null as varchar) as "sourceId", cast(null as varchar) as "updatedByUserId"
from hubspot.changes
qualify lag(closes_at) over (partition by deal_id order by stage_no) is distinct from closes_at
order by deal_id, stage_no;

create view hubspot.line_items as
select
    cast(8000000000 + cast(substr(opportunity_id, 2) as bigint) as varchar) as "id",
    hubspot.deal_id(opportunity_id) as "associations.deals.results[type=line_item_to_deal].id",
    hubspot.product_id(product_no) as "properties.hs_product_id",
    product_name as "properties.name",
    product_code as "properties.hs_sku",
    cast(seats as varchar) as "properties.quantity",
    cast(unit_price as varchar) as "properties.price",
    cast(seats * unit_price as varchar) as "properties.amount",
    deals.currency_code as "properties.hs_line_item_currency_code",
    'annually' as "properties.recurringbillingfrequency",
    'P12M' as "properties.hs_recurring_billing_period",
    cast(start_date as varchar) as "properties.hs_recurring_billing_start_date",
    false as "archived",
    hubspot.instant(created_date, '09:00:00') as "createdAt",
    hubspot.instant(created_date, '09:00:00') as "updatedAt"
from main.deals
inner join main.subscriptions using (contract_id, client_no)
inner join main.products using (product_no)
inner join hubspot.served_clients using (client_no)
where term_no = 0
order by "id";

create view hubspot.products as
select
    hubspot.product_id(product_no) as "id",
    product_name as "properties.name",
    product_code as "properties.hs_sku",
    'service' as "properties.hs_product_type",
    cast(null as varchar) as "properties.description",
    cast(list_price as varchar) as "properties.price",
    cast(null as varchar) as "properties.hs_cost_of_goods_sold",
    'P12M' as "properties.hs_recurring_billing_period",
    false as "archived",
    hubspot.instant(getvariable('first_day') - 400, '08:00:00') as "createdAt",
    hubspot.instant(getvariable('first_day') - 400, '08:00:00') as "updatedAt"
from main.products
order by "id";

create view hubspot.owners as
select
    hubspot.owner_id(person_no) as "id",
    email as "email",
    split_part(person_name, ' ', 1) as "firstName",
    split_part(person_name, ' ', 2) as "lastName",
    cast(person_no as varchar) as "userId",
    'PERSON' as "type",
    false as "archived",
    hubspot.instant(start_date, '08:00:00') as "createdAt",
    hubspot.instant(start_date, '08:00:00') as "updatedAt"
from hubspot.sellers
where end_date is null
order by "id";

create view hubspot.pipelines as
select
    'default' as "id",
    'Sales' as "label",
    0 as "displayOrder",
    false as "archived",
    hubspot.instant(getvariable('first_day') - 400, '08:00:00') as "createdAt",
    hubspot.instant(getvariable('first_day') - 400, '08:00:00') as "updatedAt";

create view hubspot.pipeline_stages as
select
    'default' as "pipelineId",
    stage_id as "id",
    stage as "label",
    display_order as "displayOrder",
    probability as "metadata.probability",
    is_closed as "metadata.isClosed",
    false as "archived",
    hubspot.instant(getvariable('first_day') - 400, '08:00:00') as "createdAt",
    hubspot.instant(getvariable('first_day') - 400, '08:00:00') as "updatedAt"
from hubspot.stages
order by display_order;
