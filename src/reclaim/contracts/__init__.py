"""What payers have agreed to pay: terms, rate tables, and the price of every line under them."""
