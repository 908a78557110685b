"""What lies between documents, worked out when they are stored: lineage of tasks, and targets of one measure."""
