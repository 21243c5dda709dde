"""Rules as dated data: loaded, checked, resolved for a day, compiled to expressions."""
