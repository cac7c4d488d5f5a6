"""What people do: decisions, events in batches, changes of one and of many, reviews, and taking all that back."""
