"""What happens to payments once they are computed: approval, schedule, batches for the bank, and what it says."""
