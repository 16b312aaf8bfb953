"""The same page by other means, and bare applications, as ``benchmarks.serving`` measures them."""
