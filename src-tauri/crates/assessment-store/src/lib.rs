//! The workspace file: SQLite schema, migrations, one file per table.
