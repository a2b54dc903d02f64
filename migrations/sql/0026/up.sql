-- Days before a product existed are not days on which nobody bought it. Of products that are there already it is not
-- known since when; then their first sale or edit tells.
ALTER TABLE products ADD COLUMN created_at timestamptz;
ALTER TABLE products ALTER COLUMN created_at SET DEFAULT now();
