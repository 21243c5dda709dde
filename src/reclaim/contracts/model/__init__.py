"""The contract language: what may stand in a contract file, as the file is read."""
