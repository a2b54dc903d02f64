"""What is agreed with influencers: versions of terms, their preview on past data, deliverables."""
