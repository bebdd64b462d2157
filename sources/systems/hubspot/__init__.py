"""HubSpot CRM, read over its REST API v3."""
