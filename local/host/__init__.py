"""The part of Azure Functions that is not to be had outside .NET: a host around Microsoft's own Python worker."""
