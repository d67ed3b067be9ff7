"""Speed measured as ratios inside one run, on a scratch database of its own (performance.md 5)."""
