"""Tryton ERP, read from its PostgreSQL database."""
