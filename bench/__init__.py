"""What speed is measured with: ratios of medians within one run, never a timed test."""
