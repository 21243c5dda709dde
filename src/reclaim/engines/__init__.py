"""Schedule the steps: on one machine here."""
