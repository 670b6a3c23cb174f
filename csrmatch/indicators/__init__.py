"""The indicator catalogue, figures by source, and benchmarks."""
