"""Reports that are made again and again: when, over which days, for whom."""
