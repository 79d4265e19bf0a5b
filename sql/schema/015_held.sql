-- Holds the number 015 for a migration of another clone, which takes its place at the merge.
SELECT 1;
