"""The steps as data: which kernel reads and writes which tables, and in what order."""
