"""The database: models, engine, migrations, ingest, tracking, queries. All SQL is here."""
