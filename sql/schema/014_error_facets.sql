-- The place of another migration, which arrives with its own branch.
DO $$ BEGIN END $$;
