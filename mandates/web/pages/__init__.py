"""The pages, a module for each sort."""
