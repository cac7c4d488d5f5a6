"""Run migrations on the connection that `mandates.register.migrate` hands over.

There is no alembic.ini and no logging set up here: Alembic's `fileConfig` would silence the loggers of the program
that runs it. `metadata` is handed over only to compare or to write a revision; migrations never import the tables.
"""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes.get("metadata"),
    version_table="mandates_revision",
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
