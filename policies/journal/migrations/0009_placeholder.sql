-- Holds the place of a migration that is on another branch.
SELECT 1;
