"""Integer programmes: budgets and bounds of groups, their clashes, what they prove and what forcing costs."""
