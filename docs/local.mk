EXTRA_DIST += %D%/accounts.md %D%/activity.md %D%/architecture.md %D%/books.md %D%/clubs.md %D%/configuration.md %D%/console.md \
	%D%/customers.md %D%/errors.md %D%/operations.md %D%/organizations.md %D%/projects.md %D%/references.md %D%/room.md %D%/search.md %D%/sentry.md %D%/sessions.md %D%/style.md \
	%D%/tasks.md %D%/texts.md %D%/users.md
