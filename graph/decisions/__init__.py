"""What a person decides: kept, checked, applied to the graph again at each reading, shown and handed out."""
