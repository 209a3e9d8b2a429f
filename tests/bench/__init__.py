"""Long measures: `make bench`. Figures are ratios within one run, since machines are noisy."""
