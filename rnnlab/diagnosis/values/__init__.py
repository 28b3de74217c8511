"""How a wrong value relates to the right one: shifted, swapped, scaled, cut."""
