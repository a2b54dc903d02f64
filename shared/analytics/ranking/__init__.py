"""The ranking that knows how sure it is. docs/metrics.md tells the model, docs/decisions/0014 why it is this one."""
