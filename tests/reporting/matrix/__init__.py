"""Every kind in every format and size, written to files and opened by the programs that people open them with."""
