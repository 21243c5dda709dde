"""Rate tables: the kinds that contracts price by, and the sources people have them from."""
