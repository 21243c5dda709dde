"""Payment policies: what modifiers and company on the claim do to the price of a line."""
