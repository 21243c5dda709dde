"""What a payer pays where nobody has its contract: rates that its own payments show."""
