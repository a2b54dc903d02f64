"""From conversions to lines, from lines to payments."""
