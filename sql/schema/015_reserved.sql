-- Reserved for work under way.
SELECT 1;
