"""From the sources to a running environment on Azure: what `azd` calls, each runnable by hand."""
