-- What Salesforce delivers for the entities of `salesforce_entities`: accounts, opportunities with
-- their history and lines, products, contracts and users, by the names of its own fields.

create schema salesforce;

create macro salesforce.id_of(object_prefix, row_name) as
    object_prefix || 'HV' || lpad(replace(cast(row_name as varchar), '-', '0'), 13, '0');

create macro salesforce.instant(day, time_of_day) as
    strftime(day, '%Y-%m-%d') || 'T' || time_of_day || '.000+0000';

create view salesforce.served_clients as
select clients.*, entities.country_code, entities.currency_code
from main.clients
inner join main.entities using (entity_code)
where list_contains(getvariable('salesforce_entities'), entity_code);

create view salesforce.sellers as
select person_no, person_name, email, entity_code, start_date, end_date
from main.hired_people as people
where role_no in (2, 5, 9) and list_contains(getvariable('salesforce_entities'), entity_code);

create view salesforce.owners as
select entity_code, salesforce.id_of('005', min(person_no)) as owner_id
from salesforce.sellers
group by entity_code;

create view salesforce.accounts as
select
    salesforce.id_of('001', served.client_no) as "Id",
    false as "IsDeleted",
    cast(null as varchar) as "MasterRecordId",
    served.client_name as "Name",
    salesforce.id_of('001', parents.client_no) as "ParentId",
    'Customer' as "Type",
    served.client_id as "AccountNumber",
    cast(null as varchar) as "Industry",
    'https://www.' || served.email_domain as "Website",
    cast(null as varchar) as "BillingStreet",
    cast(null as varchar) as "BillingCity",
    cast(null as varchar) as "BillingPostalCode",
    cast(null as varchar) as "BillingCountry",
    served.country_code as "BillingCountryCode",
    owner_id as "OwnerId",
    cast(null as bigint) as "NumberOfEmployees",
    cast(null as decimal(18, 2)) as "AnnualRevenue",
    served.currency_code as "CurrencyIsoCode",
    salesforce.instant(getvariable('first_day') - 400, '08:00:00') as "CreatedDate",
    salesforce.instant(getvariable('first_day') - 400, '08:00:00') as "LastModifiedDate",
    salesforce.instant(getvariable('first_day') - 400, '08:00:00') as "SystemModstamp"
from salesforce.served_clients as served
left join salesforce.served_clients as parents on served.parent_no = parents.client_no
left join salesforce.owners on served.entity_code = owners.entity_code
order by "Id";

create view salesforce.opportunities as
select
    salesforce.id_of('006', substr(deals.opportunity_id, 2)) as "Id",
    false as "IsDeleted",
    salesforce.id_of('001', client_no) as "AccountId",
    deal_name as "Name",
    latest.stage as "StageName",
    latest.amount as "Amount",
    cast(latest.probability * 100 as decimal(5, 1)) as "Probability",
    cast(latest.amount * latest.probability as decimal(18, 2)) as "ExpectedRevenue",
    cast(null as decimal(18, 2)) as "TotalOpportunityQuantity",
    deal_type as "Type",
    cast(null as varchar) as "LeadSource",
    latest.expected_date as "CloseDate",
    is_closed as "IsClosed",
    is_closed and outcome_no < 3 as "IsWon",
    case when is_closed then 'Closed' else 'Pipeline' end as "ForecastCategoryName",
    owner_id as "OwnerId",
    cast(null as varchar) as "Pricebook2Id",
    salesforce.id_of('800', contract_id) as "ContractId",
    'HV-' || project_id as "Project_Code__c",
    deals.currency_code as "CurrencyIsoCode",
    salesforce.instant(created_date, '09:00:00') as "CreatedDate",
    salesforce.instant(latest.changed_date, '09:00:00') as "LastModifiedDate",
    salesforce.instant(latest.changed_date, '09:00:00') as "SystemModstamp"
from main.deals
inner join salesforce.served_clients using (client_no)
left join salesforce.owners using (entity_code)
inner join (
    select * from main.deal_changes
    qualify row_number() over (partition by opportunity_id order by stage_no desc) = 1
) as latest on deals.opportunity_id = latest.opportunity_id
order by "Id";

create view salesforce.opportunity_history as
select
    salesforce.id_of('008', substr(opportunity_change_id, 2)) as "Id",
    salesforce.id_of('006', substr(deal_changes.opportunity_id, 2)) as "OpportunityId",
    false as "IsDeleted",
    stage as "StageName",
    deal_changes.amount as "Amount",
    cast(probability * 100 as decimal(5, 1)) as "Probability",
    cast(deal_changes.amount * probability as decimal(18, 2)) as "ExpectedRevenue",
    expected_date as "CloseDate",
    case when stage_no = 5 then 'Closed' else 'Pipeline' end as "ForecastCategory",
    cast(null as decimal(18, 2)) as "PrevAmount",
    cast(null as date) as "PrevCloseDate",
    owner_id as "CreatedById",
    deals.currency_code as "CurrencyIsoCode",
    salesforce.instant(changed_date, '09:00:00') as "CreatedDate",
    salesforce.instant(changed_date, '09:00:00') as "SystemModstamp"
from main.deal_changes
inner join main.deals using (opportunity_id)
inner join salesforce.served_clients using (client_no)
left join salesforce.owners using (entity_code)
order by "Id";

create view salesforce.opportunity_line_items as
select
    salesforce.id_of('00k', substr(opportunity_id, 2)) as "Id",
    salesforce.id_of('006', substr(opportunity_id, 2)) as "OpportunityId",
    false as "IsDeleted",
    salesforce.id_of('01t', product_no) as "Product2Id",
    cast(null as varchar) as "PricebookEntryId",
    product_code as "ProductCode",
    deal_name as "Name",
    cast(null as varchar) as "Description",
    cast(seats as decimal(18, 1)) as "Quantity",
    unit_price as "UnitPrice",
    cast(null as decimal(18, 2)) as "ListPrice",
    cast(null as decimal(5, 2)) as "Discount",
    cast(seats * unit_price as decimal(18, 2)) as "TotalPrice",
    start_date as "ServiceDate",
    deals.currency_code as "CurrencyIsoCode",
    salesforce.instant(created_date, '09:00:00') as "CreatedDate",
    salesforce.instant(created_date, '09:00:00') as "LastModifiedDate",
    salesforce.instant(created_date, '09:00:00') as "SystemModstamp"
from main.deals
inner join main.subscriptions using (contract_id, client_no)
inner join main.products using (product_no)
inner join salesforce.served_clients using (client_no)
where term_no = 0
order by "Id";

create view salesforce.products as
select
    salesforce.id_of('01t', product_no) as "Id",
    false as "IsDeleted",
    product_name as "Name",
    product_code as "ProductCode",
    product_family as "Family",
    cast(null as varchar) as "Description",
    'Seat' as "QuantityUnitOfMeasure",
    product_code as "StockKeepingUnit",
    true as "IsActive",
    false as "IsArchived",
    cast(null as varchar) as "CurrencyIsoCode",
    salesforce.instant(getvariable('first_day') - 400, '08:00:00') as "CreatedDate",
    salesforce.instant(getvariable('first_day') - 400, '08:00:00') as "LastModifiedDate",
    salesforce.instant(getvariable('first_day') - 400, '08:00:00') as "SystemModstamp"
from main.products
order by "Id";

create view salesforce.contracts as
with agreed as (
    select
        contract_id,
        client_no,
        subject || ' for ' || client_name as contract_name,
        start_date,
        end_date,
        client_projects.currency_code,
        case when project_type <> 'time_and_materials' then price + coalesce(changed.amount, 0) end as agreed_amount
    from main.sold_projects as client_projects
    inner join main.clients using (client_no)
    inner join main.contract_prices using (project_no)
    left join (
        from main.change_orders where not is_unapproved and effective_date <= getvariable('as_of')
    ) as changed using (project_no)
    union all
    select
        contract_id,
        client_no,
        product_name || ' for ' || client_name,
        min(start_date),
        max(end_date),
        currency_code,
        sum(seats * unit_price) filter (start_date <= getvariable('as_of'))
    from main.subscriptions
    inner join main.clients using (client_no, entity_code)
    inner join main.products using (product_no)
    group by contract_id, client_no, product_name, client_name, currency_code
)
select
    salesforce.id_of('800', contract_id) as "Id",
    false as "IsDeleted",
    salesforce.id_of('001', client_no) as "AccountId",
    'HV-' || contract_id as "ContractNumber",
    contract_name as "Name",
    'Activated' as "Status",
    'Activated' as "StatusCode",
    start_date as "StartDate",
    end_date as "EndDate",
    cast(round(date_diff('day', start_date, end_date) / 30.4) as bigint) as "ContractTerm",
    close_date as "CompanySignedDate",
    close_date as "CustomerSignedDate",
    salesforce.instant(close_date, '10:00:00') as "ActivatedDate",
    owner_id as "OwnerId",
    agreed_amount as "Agreed_Amount__c",
    agreed.currency_code as "CurrencyIsoCode",
    salesforce.instant(close_date, '10:00:00') as "CreatedDate",
    salesforce.instant(close_date, '10:00:00') as "LastModifiedDate",
    salesforce.instant(close_date, '10:00:00') as "SystemModstamp"
from agreed
inner join main.deals using (contract_id, client_no)
inner join salesforce.served_clients using (client_no)
left join salesforce.owners using (entity_code)
order by "Id";

create view salesforce.users as
select
    salesforce.id_of('005', person_no) as "Id",
    person_name as "Name",
    email as "Email",
    end_date is null as "IsActive",
    salesforce.instant(start_date, '08:00:00') as "CreatedDate",
    salesforce.instant(start_date, '08:00:00') as "LastModifiedDate",
    salesforce.instant(start_date, '08:00:00') as "SystemModstamp"
from salesforce.sellers
order by "Id";
