"""The ways of pricing: one module for each method of the contract language."""
