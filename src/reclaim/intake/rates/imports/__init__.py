"""Sources that people have rates in, each read into rate tables of our own."""
