"""The housing figures of the plan (hovedmål 5) as they are published: aggregates only, masked."""
