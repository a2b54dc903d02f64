"""What may earn something, read set-based: days to look at, purchases, clicks, fees, and lines that are out of date."""
