EXTRA_DIST += %D%/accounts.md %D%/architecture.md %D%/configuration.md %D%/operations.md \
	%D%/references.md %D%/style.md %D%/tasks.md
