"""Values: what every room of the house shares, and what knows no room."""
