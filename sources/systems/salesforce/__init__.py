"""Salesforce, read with SOQL over the Platform's REST API."""
