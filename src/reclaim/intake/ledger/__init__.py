"""Reads the ledgers that PM systems export."""
